// Terms as bars over calendar years. An end that is not known fades out; a term without any year is a row
// in words.
import { el, mount } from "./dom.js";

/** @import { TimelineContent, TimelineItem } from "./contracts" */
/** @typedef {{ from: number, to: number, hasStart: boolean, hasEnd: boolean }} Span */

const FADE = 2; // years that a bar runs to an end that is not known
const MAX_TICKS = 6;

/**
 * A date in years. One without a day lies in the middle of its month, one without a month in that of its
 * year.
 * @param {string} date "2020", "2020-06" or "2020-06-01"
 */
export const moment = (date) => {
  const [year, month, day] = date.split("-").map(Number);
  if (month == null) return year + 0.5;
  return year + (month - 1) / 12 + (day == null ? 1 / 24 : (day - 1) / 372);
};

/**
 * From when to when a term's bar runs, in years; null for a term without any year.
 * @param {Pick<TimelineItem, "first" | "last" | "opened" | "closed">} term
 * @returns {Span | null}
 */
export const spanOf = ({ first, last, opened, closed }) => {
  if (first == null && last == null) return null;
  const from = opened ? moment(opened) : first;
  const to = closed ? moment(closed) : last == null ? null : last + 1;
  return {
    from: from ?? /** @type {number} */ (to) - FADE,
    to: to ?? /** @type {number} */ (from) + FADE,
    hasStart: from != null,
    hasEnd: to != null,
  };
};

/**
 * The axis around all spans, of whole years: where a year lies, in percent, and which years are written out.
 * @param {Span[]} spans
 */
export const axisOf = (spans) => {
  const first = Math.floor(Math.min(...spans.map(({ from }) => from)));
  const last = Math.ceil(Math.max(...spans.map(({ to }) => to)));
  const step = [1, 2, 5, 10, 20, 50].find((years) => (last - first) / years <= MAX_TICKS) ?? 100;
  const ticks = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) ticks.push(year);
  return { at: (/** @type {number} */ year) => ((year - first) / (last - first)) * 100, ticks };
};

/**
 * @template {HTMLElement} Node_
 * @param {Node_} node
 * @param {number} at
 */
const placed = (node, at) => {
  node.style.insetInlineStart = `${at}%`;
  return node;
};

/**
 * @param {TimelineItem} term
 * @param {Span} span
 * @param {(year: number) => number} at
 */
const track = (term, { from, to, hasStart, hasEnd }, at) => {
  const kinds = [
    "bar",
    term.is_documented ? "documented" : "undocumented",
    hasStart ? "" : "no-start",
    hasEnd ? "" : "no-end",
  ];
  const bar = placed(el("span", { class: kinds.filter(Boolean).join(" ") }), at(from));
  bar.style.inlineSize = `${at(to) - at(from)}%`;
  const congresses = [term.opened, term.closed].flatMap((date) =>
    date ? [placed(el("span", { class: "congress" }), at(moment(date)))] : [],
  );
  return el("span", { class: "track", "aria-hidden": "true" }, bar, ...congresses);
};

export default mount((root, /** @type {TimelineContent} */ { items, words }) => {
  const spans = items.map(spanOf);
  const known = spans.flatMap((span) => span ?? []);
  const { at, ticks } = known.length ? axisOf(known) : { at: () => 0, ticks: [] };
  const rows = items.map((term, n) => {
    const span = spans[n];
    return el(
      "li",
      { class: "row" },
      el(
        "span",
        { class: "term" },
        el("b", {}, term.label),
        " ",
        term.years ? el("span", { class: "small soft" }, term.years) : null,
      ),
      span ? track(term, span, at) : el("span", { class: "none small soft" }, words.no_years),
      el("span", { class: term.is_documented ? "documents" : "documents soft" }, term.documents),
      term.congresses ? el("span", { class: "congresses small soft" }, term.congresses) : null,
    );
  });
  /**
   * @param {string} kind
   * @param {string} text
   */
  const key = (kind, text) => el("li", {}, el("i", { class: kind, "aria-hidden": "true" }), text);
  const legend = el(
    "ul",
    { class: "legend", "aria-label": words.legend },
    key("bar documented", words.documented),
    key("bar undocumented", words.undocumented),
    key("congress", words.congress),
  );
  const years = ticks.map((year) => placed(el("span", {}, String(year)), at(year)));
  const axis = el(
    "div",
    { class: "row axis", "aria-hidden": "true" },
    el("span", { class: "track" }, ...years),
  );
  const lines = ticks.map((year) => placed(el("span"), at(year)));
  root.replaceChildren(
    legend,
    el(
      "div",
      { class: "terms" },
      el("div", { class: "lines", "aria-hidden": "true" }, ...lines),
      el("ol", { class: "timeline", "aria-label": words.caption }, ...rows),
      ticks.length ? axis : null,
    ),
  );
});
