// The language of the page, for the browser and for screen readers.
import { mount } from "./dom.js";

/** @import { PageLanguageContent } from "./contracts" */

export default mount((_root, /** @type {PageLanguageContent} */ { language }) => {
  // Whenever the page runs: another page of the same language may have been left in between.
  return () => {
    document.documentElement.lang = language;
  };
});
