// Figures with unit, coverage and sources, as cards or as the rows of a table.
import { el, mount, sourceList } from "./dom.js";

/** @import { FigureItem, FiguresContent, Sources } from "./contracts" */

/** @param {Sources | null | undefined} sources */
const folded = (sources) =>
  sources && el("details", { class: "small" }, el("summary", {}, sources.title), sourceList(sources));

/**
 * A share as the width of its bar.
 * @param {number} share
 */
export const barWidth = (share) => `${Math.round(share * 100)}%`;

/** @param {number | null | undefined} share */
const bar = (share) => {
  if (share == null) return null;
  const fill = el("span");
  fill.style.inlineSize = barWidth(share);
  return el("div", { class: "bar", "aria-hidden": "true" }, fill);
};

/** @param {FigureItem} figure */
const value = (figure) =>
  figure.value ? el("span", { class: "value" }, figure.value) : el("span", { class: "none" }, figure.none);

/** @param {FigureItem} figure */
const unit = (figure) =>
  figure.value && figure.unit ? el("span", { class: "unit soft" }, figure.unit) : null;

/** @param {FigureItem} figure */
const card = (figure) =>
  el(
    "li",
    { class: "card" },
    el("p", { class: "label" }, figure.label),
    el("p", { class: "figure" }, value(figure), unit(figure)),
    bar(figure.share),
    el("p", { class: "small soft" }, figure.note),
    folded(figure.change),
    folded(figure.sources),
  );

/** @param {FigureItem} figure */
const row = (figure) =>
  el(
    "tr",
    {},
    el("th", { scope: "row" }, figure.label),
    el("td", { class: "number" }, value(figure), unit(figure)),
    el(
      "td",
      {},
      bar(figure.share),
      el("div", { class: "beside" }, el("p", { class: "small soft" }, figure.note), folded(figure.sources)),
    ),
  );

/** @param {FiguresContent} content */
const table = ({ items, words }) => {
  const head = el(
    "tr",
    {},
    el("th", { scope: "col" }, words.indicator),
    el("th", { scope: "col", class: "number" }, words.total),
    el("th", { scope: "col" }, words.coverage),
  );
  const body = items.flatMap((figure, n) => {
    if (figure.group === (n ? items[n - 1].group : null)) return [row(figure)];
    return [
      el("tr", { class: "group" }, el("th", { colspan: "3", scope: "colgroup" }, figure.group)),
      row(figure),
    ];
  });
  return el("table", {}, el("thead", {}, head), el("tbody", {}, ...body));
};

export default mount((root, /** @type {FiguresContent} */ content) => {
  const { items, layout } = content;
  root.replaceChildren(
    layout === "rows" ? table(content) : el("ul", { class: `cards ${layout}` }, ...items.map(card)),
  );
});
