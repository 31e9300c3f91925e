// Terms as bars over calendar years; an end that is not known fades out; a term without any year is a row in words.
const OPEN = 2;                             // years that a bar runs to an end that is not known
const DEEP = { 1: .5, 2: 1 / 24, 3: 0 };    // a date without a day lies in the middle of its month, one without a month in that of its year
const moment = (date) => {
  const [year, month = 1, day = 1] = date.split("-").map(Number);
  return year + (month - 1) / 12 + (day - 1) / 372 + DEEP[date.split("-").length];
};
const span = (i) => {
  const from = i.opened ? moment(i.opened) : i.first, to = i.closed ? moment(i.closed) : i.last == null ? null : i.last + 1;
  return { from: from ?? to - OPEN, to: to ?? from + OPEN, noStart: from == null, noEnd: to == null };
};
const placed = (node, at, property = "insetInlineStart") => { node.style[property] = `${at}%`; return node; };
function build(root, { items, words }) {
  const dated = items.filter((i) => i.first != null || i.last != null), spans = new Map(dated.map((i) => [i, span(i)]));
  const first = Math.floor(Math.min(...[...spans.values()].map((s) => s.from))), last = Math.ceil(Math.max(...[...spans.values()].map((s) => s.to)));
  const at = (year) => ((year - first) / (last - first)) * 100, step = [1, 2, 5, 10, 20, 50].find((n) => (last - first) / n <= 6);
  const ticks = dated.length ? Array.from({ length: last - first + 1 }, (_, n) => first + n).filter((year) => year % step === 0) : [];
  const track = (i) => {
    const s = spans.get(i), bar = el("span", { class: `bar ${i.is_documented ? "documented" : "undocumented"}${s.noStart ? " no-start" : ""}${s.noEnd ? " no-end" : ""}` });
    placed(bar, at(s.from)).style.inlineSize = `${at(s.to) - at(s.from)}%`;
    const congresses = [i.opened, i.closed].filter(Boolean).map((date) => placed(el("span", { class: "congress" }), at(moment(date))));
    return el("span", { class: "track", "aria-hidden": "true" }, bar, ...congresses);
  };
  const row = (i) => el("li", { class: "row" }, el("span", { class: "term" }, el("b", {}, i.label), " ", i.years ? el("span", { class: "small soft" }, i.years) : null),
    spans.has(i) ? track(i) : el("span", { class: "none small soft" }, words.no_years), el("span", { class: i.is_documented ? "documents" : "documents soft" }, i.documents),
    i.congresses ? el("span", { class: "congresses small soft" }, i.congresses) : null);
  const key = (kind, text) => el("li", {}, el("i", { class: kind, "aria-hidden": "true" }), text);
  const legend = el("ul", { class: "legend", "aria-label": words.legend }, key("bar documented", words.documented), key("bar undocumented", words.undocumented), key("congress", words.congress));
  const axis = el("div", { class: "row axis", "aria-hidden": "true" }, el("span", { class: "track" }, ...ticks.map((year) => placed(el("span", {}, String(year)), at(year)))));
  const lines = el("div", { class: "lines", "aria-hidden": "true" }, ...ticks.map((year) => placed(el("span"), at(year))));
  root.replaceChildren(legend, el("div", { class: "terms" }, lines, el("ol", { class: "timeline", "aria-label": words.caption }, ...items.map(row)), ...(ticks.length ? [axis] : [])));
}
export default function ({ data: bytes, parentElement }) {
  const root = parentElement.querySelector(".root"), data = read(bytes);
  if (root._digest === data.digest) return;
  root._digest = data.digest;
  build(root, data);
}
