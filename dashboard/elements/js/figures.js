// Figures with unit, coverage and sources, as cards or as the rows of a table.
const sources = (s) => {
  if (!s) return null;
  return el("details", { class: "small" }, el("summary", {}, s.title), sourceList(s));
};
const bar = (share) => {
  if (share == null) return null;
  const fill = el("span"), track = el("div", { class: "bar", "aria-hidden": "true" }, fill);
  fill.style.inlineSize = `${Math.round(share * 100)}%`;
  return track;
};
const value = (i) => (i.value ? el("span", { class: "value" }, i.value) : el("span", { class: "none" }, i.none));
const card = (i) =>
  el("li", { class: "card" }, el("p", { class: "label" }, i.label), el("p", { class: "figure" }, value(i), i.value && i.unit ? el("span", { class: "unit soft" }, i.unit) : null),
    bar(i.share), el("p", { class: "small soft" }, i.note), sources(i.change), sources(i.sources));
const row = (i) =>
  el("tr", {}, el("th", { scope: "row" }, i.label), el("td", { class: "number" }, value(i), i.value && i.unit ? el("span", { class: "unit soft" }, i.unit) : null),
    el("td", {}, bar(i.share), el("div", { class: "beside" }, el("p", { class: "small soft" }, i.note), sources(i.sources))));
const table = ({ items, words }) => {
  const body = [];
  let group = null;
  for (const i of items) {
    if (i.group !== group) { group = i.group; body.push(el("tr", { class: "group" }, el("th", { colspan: "3", scope: "colgroup" }, group))); }
    body.push(row(i));
  }
  const head = el("tr", {}, el("th", { scope: "col" }, words.indicator), el("th", { scope: "col", class: "number" }, words.total), el("th", { scope: "col" }, words.coverage));
  return el("table", {}, el("thead", {}, head), el("tbody", {}, ...body));
};
export default function ({ data: bytes, parentElement }) {
  const root = parentElement.querySelector(".root"), data = read(bytes);
  if (root._digest === data.digest) return;      // an unchanged answer keeps its open sources
  root._digest = data.digest;
  root.replaceChildren(data.layout === "rows" ? table(data) : el("ul", { class: `cards ${data.layout}` }, ...data.items.map(card)));
}
