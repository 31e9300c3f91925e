// What is compared, side by side: rows × columns in words. A chosen cell opens its code. Where there is
// little room, each row is a block. Roles are written out: a table whose rows are drawn as blocks would
// lose them.
import { button, el, follow, markCurrent, mount } from "./dom.js";

/** @import { ComparisonCell, ComparisonColumn, ComparisonContent, ComparisonRow } from "./contracts" */

/**
 * What a cell shows: a button where it opens one thing, else its text and a button for each organization
 * behind it.
 * @param {ComparisonCell} cell
 * @param {(code: string) => void} open
 */
const face = ({ main, lines, code, links }, open) => {
  const texts = [
    el("span", { class: "main" }, main),
    ...lines.map((line) => el("span", { class: "small line" }, line)),
  ];
  /** @param {string} chosen */
  const opening = (chosen) => (/** @type {MouseEvent} */ event) => {
    event.stopPropagation();
    open(chosen);
  };
  if (code) return button({ "data-code": code }, opening(code), ...texts);
  const buttons = links.map((link) =>
    button({ class: "way", "data-code": link.code }, opening(link.code), link.label),
  );
  return el("div", { class: "still" }, ...texts, ...buttons);
};

/**
 * @param {ComparisonRow} row
 * @param {ComparisonColumn[]} columns
 * @param {(code: string) => void} open
 */
const row = ({ label, note, cells }, columns, open) =>
  el(
    "tr",
    { role: "row" },
    el("th", { role: "rowheader", scope: "row" }, label, note ? el("span", { class: "note" }, note) : null),
    ...cells.map((cell, n) =>
      el(
        "td",
        { role: "cell", class: `s-${cell.state}${cell.is_quiet ? " quiet" : ""}` },
        el("span", { class: "of", "aria-hidden": "true" }, columns[n].label),
        face(cell, open),
      ),
    ),
  );

/**
 * @param {ComparisonContent} content
 * @param {(code: string) => void} open
 */
const table = ({ columns, groups, words }, open) => {
  const heads = columns.map(({ label, notes }) =>
    el(
      "th",
      { role: "columnheader", scope: "col" },
      label,
      ...notes.map((note) => el("span", { class: "note" }, note)),
    ),
  );
  const corner = el("th", { role: "columnheader", scope: "col", class: "corner" }, words.corner);
  const rows = groups.flatMap((group) => [
    el(
      "tr",
      { role: "row", class: "group" },
      el(
        "th",
        { role: "rowheader", scope: "rowgroup", colspan: columns.length + 1 },
        el("span", {}, group.label),
      ),
    ),
    ...group.rows.map((each) => row(each, columns, open)),
  ]);
  const whole = el(
    "table",
    { role: "table", "aria-label": words.caption },
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, corner, ...heads)),
    el("tbody", { role: "rowgroup" }, ...rows),
  );
  whole.style.setProperty("--columns", String(columns.length));
  return whole;
};

export default mount((root, /** @type {ComparisonContent} */ content, open) => {
  const whole = table(content, (code) => {
    open(code);
    setTimeout(follow, 0, 40);
  });
  const { caption } = content.words;
  root.replaceChildren(
    el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption }, whole),
  );
  const buttons = root.querySelectorAll("button");
  return (selected) => markCurrent(buttons, (node) => node.getAttribute("data-code") === selected);
});
