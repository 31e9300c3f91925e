// Summaries in groups, each with organization, document and paragraph.
import { el, link, mount, noteLine } from "./dom.js";

/** @import { StatementItem, StatementsContent } from "./contracts" */

/** @param {StatementItem} statement */
const item = ({ text, text_url, tags, who, where, url, note }) =>
  el(
    "li",
    {},
    el(
      "p",
      {},
      text_url ? link(text, text_url) : text,
      ...tags.map((tag) => el("span", { class: "tag" }, tag)),
    ),
    el("p", { class: "small soft" }, who, who ? " · " : "", link(where, url)),
    noteLine(note),
  );

export default mount((root, /** @type {StatementsContent} */ { groups }) => {
  root.setAttribute("aria-live", "polite");
  root.replaceChildren(
    ...groups.map(({ heading, items }) =>
      el("section", {}, heading ? el("h3", {}, heading) : null, el("ul", {}, ...items.map(item))),
    ),
  );
});
