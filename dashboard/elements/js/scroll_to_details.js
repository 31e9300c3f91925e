// Scrolls to the details when a page begins with something open, and whenever something else was opened.
import { follow, mount } from "./dom.js";

/** @import { ScrollToDetailsContent } from "./contracts" */

const AGAIN_AFTER = [500, 1200, 2500]; // milliseconds in which the charts above may still take their room
const UNTIL = 3000;

/** @type {WeakMap<HTMLElement, AbortController>} */
const current = new WeakMap();

export default mount((root, /** @type {ScrollToDetailsContent} */ _content) => {
  setTimeout(follow, 0, 20);
  // Again, unless the reader has gone elsewhere or has opened something else.
  const left = new AbortController();
  const isLeft = () => left.signal.aborted || current.get(root) !== left;
  current.set(root, left);
  for (const event of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(event, () => left.abort(), { signal: left.signal, passive: true });
  }
  for (const wait of AGAIN_AFTER) {
    setTimeout(() => {
      if (!isLeft()) follow(0);
    }, wait);
  }
  setTimeout(() => left.abort(), UNTIL);
});
