// A small chart an organization, each from zero; what is not reported is a gap. A chosen one opens its code.
import { button, el, follow, mount, svg } from "./dom.js";

/** @import { MultipleItem, MultiplePoint, MultiplesContent } from "./contracts" */
/** @typedef {{ first: number, last: number }} Span */
/** @typedef {MultiplePoint & { value: number }} KnownPoint */

const WIDTH = 220;
const HEIGHT = 72;
const EDGE = 8;

/**
 * @param {MultiplePoint} point
 * @returns {point is KnownPoint}
 */
const isKnown = (point) => point.value != null;

/**
 * Where a point lies: across by the span of all charts, up by the highest value of its own chart, from zero.
 * @param {MultiplePoint[]} points
 * @param {Span} span
 */
export const scale = (points, { first, last }) => {
  const most = Math.max(...points.map(({ value }) => value ?? 0), 0) || 1;
  return {
    /** @param {MultiplePoint} point */
    x: ({ at }) => (last === first ? WIDTH / 2 : EDGE + ((at - first) / (last - first)) * (WIDTH - 2 * EDGE)),
    /** @param {KnownPoint} point */
    y: ({ value }) => HEIGHT - EDGE - (value / most) * (HEIGHT - 2 * EDGE),
  };
};

/**
 * The points that a line joins: known ones, each of which follows the one before.
 * @param {MultiplePoint[]} points
 */
export const runs = (points) => {
  /** @type {KnownPoint[][]} */
  const found = [];
  let isAfterKnown = false;
  for (const point of points) {
    if (isKnown(point)) {
      if (isAfterKnown && point.follows) /** @type {KnownPoint[]} */ (found.at(-1)).push(point);
      else found.push([point]);
    }
    isAfterKnown = isKnown(point);
  }
  return found;
};

/**
 * A dot, hollow where it is not exact; of what is at least so much, a tip that points up.
 * @param {number} x
 * @param {number} y
 * @param {string} qualifier
 */
const dot = (x, y, qualifier) =>
  qualifier === "at_least"
    ? svg("path", { d: `M ${x - 5},${y + 4} L ${x},${y - 5} L ${x + 5},${y + 4} Z`, class: "dot hollow" })
    : svg("circle", { cx: x, cy: y, r: 3.5, class: qualifier === "exact" ? "dot" : "dot hollow" });

/**
 * @param {MultiplePoint[]} points
 * @param {Span} span
 */
const drawing = (points, span) => {
  const { x, y } = scale(points, span);
  const base = svg("line", { x1: 0, x2: WIDTH, y1: HEIGHT - EDGE, y2: HEIGHT - EDGE, class: "base" });
  const lines = runs(points)
    .filter((run) => run.length > 1)
    .map((run) => svg("polyline", { points: run.map((p) => `${x(p)},${y(p)}`).join(" "), class: "line" }));
  const dots = points.filter(isKnown).map((p) => dot(x(p), y(p), p.qualifier));
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" }, base, ...lines, ...dots);
};

/**
 * @param {MultiplePoint} point
 * @param {string | null} kind
 */
const end = ({ written, label }, kind) =>
  el("span", { class: kind }, el("strong", {}, written), el("span", { class: "soft" }, label));

/**
 * @param {MultipleItem} item
 * @param {Span} span
 * @param {(code: string) => void} open
 */
const chart = ({ code, label, points, said }, span, open) => {
  const known = points.filter(isKnown);
  const last = known[known.length - 1];
  return el(
    "li",
    {},
    button(
      { "aria-label": said },
      () => open(code),
      el("span", { class: "label" }, label),
      drawing(points, span),
      el("span", { class: "ends" }, end(known[0], null), known.length > 1 ? end(last, "to") : null),
    ),
  );
};

export default mount((root, /** @type {MultiplesContent} */ { items, words }, open) => {
  const ats = items.flatMap(({ points }) => points.map(({ at }) => at));
  const span = { first: Math.min(...ats), last: Math.max(...ats) };
  /** @param {string} code */
  const choose = (code) => {
    open(code);
    setTimeout(follow, 0, 40);
  };
  const charts = items.map((item) => chart(item, span, choose));
  root.replaceChildren(el("ul", { class: "multiples", "aria-label": words.caption }, ...charts));
});
