// How the map of the provinces is laid out: where a spot lies, what is next to it, where its words fit. Pure.

/** @import { IslandShape, MapIsland, MapItem } from "./contracts" */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

/**
 * How a province without a figure is named and marked.
 * @param {{ state: string, badge?: string }} item
 */
export const kindOf = ({ state, badge }) => (badge === "not_derivable" && state !== "figure" ? badge : state);

/**
 * The classes of a province's face.
 * @param {{ state: string, badge?: string, shade?: number }} item
 */
export const lookOf = (item) => {
  const classes = [`s-${item.state}`];
  if (item.state === "figure") classes.push(`h${item.shade}`);
  if (kindOf(item) === "not_derivable") classes.push("b-not_derivable");
  return classes.join(" ");
};

/**
 * What stands in a province: its figure, else the sign of its state.
 * @param {MapItem} item
 * @param {Record<string, string>} marks
 */
export const markOf = (item, marks) => item.value || (marks[kindOf(item)] ?? "");

/**
 * The sign of a province's badge; "" where its face already says the same.
 * @param {MapItem} item
 * @param {Record<string, string>} marks
 */
export const badgeOf = (item, marks) => (item.badge === kindOf(item) ? "" : (marks[item.badge] ?? ""));

/**
 * A spot of the map in words, for those who do not see it.
 * @param {MapItem} item
 * @param {string} name
 * @param {Record<string, string>} words
 */
export const describe = (item, name, words) => {
  const kind = kindOf(item);
  const state = item.state === "figure" ? "" : words[kind];
  const badge = item.badge === kind ? "" : words[item.badge];
  return [name, state, ...item.lines, badge].filter(Boolean).join(". ");
};

/**
 * The name of an archipelago and the province it is of, "(…)"; "" where the label has none.
 * @param {string} label
 * @returns {[string, string]}
 */
export const splitLabel = (label) => {
  const at = label.indexOf(" (");
  return at < 0 ? [label, ""] : [label.slice(0, at), label.slice(at + 1)];
};

/**
 * How many columns beside its tile an archipelago's words may take: up to two that no province has.
 * @param {MapIsland} island
 * @param {MapItem[]} items
 */
export const columnsForWords = ({ row, column }, items) => {
  const before = items.filter((item) => item.row === row && item.column < column);
  return Math.min(2, column - 1 - Math.max(0, ...before.map((item) => item.column)));
};

/**
 * The nearest spot that lies that way, straight ahead before aside; null where there is none.
 * @template {Point} Spot
 * @param {Spot[]} spots
 * @param {Spot} from
 * @param {[dx: number, dy: number]} way
 * @returns {Spot | null}
 */
export const neighbour = (spots, from, [dx, dy]) => {
  let nearest = null;
  let least = Infinity;
  for (const spot of spots) {
    const along = (spot.x - from.x) * dx + (spot.y - from.y) * dy;
    const aside = Math.abs((spot.x - from.x) * dy + (spot.y - from.y) * dx);
    if (spot === from || along <= 0 || aside > 2.5 * along) continue;
    const distance = along + 2 * aside;
    if (distance < least) {
      least = distance;
      nearest = spot;
    }
  }
  return nearest;
};

/**
 * Where a key leads from a spot: undefined for a key that means nothing, null where nothing lies that way.
 * @template {Point} Spot
 * @param {string} key
 * @param {Spot[]} spots in reading order
 * @param {Spot} from
 * @returns {Spot | null | undefined}
 */
export const keyTarget = (key, spots, from) => {
  if (key === "Home") return spots[0];
  if (key === "End") return spots[spots.length - 1];
  const way = new Map([
    ["ArrowRight", [1, 0]],
    ["ArrowLeft", [-1, 0]],
    ["ArrowDown", [0, 1]],
    ["ArrowUp", [0, -1]],
  ]).get(key);
  return way && neighbour(spots, from, /** @type {[number, number]} */ (way));
};

/**
 * Tiles in reading order.
 * @param {Point} a
 * @param {Point} b
 */
export const byTile = (a, b) => a.y - b.y || a.x - b.x;

/**
 * Outlines in reading order: those about as far north from west to east.
 * @param {Point} a
 * @param {Point} b
 */
export const byOutline = (a, b) => Math.round((a.y - b.y) / 60) || a.x - b.x;

/**
 * Where an archipelago is drawn: on a narrow map to scale in a frame of its own, else in its true place.
 * @param {IslandShape} shape
 * @param {number} margin
 * @param {boolean} isNarrow
 * @returns {Box & { scale: number }}
 */
export const frameOf = ({ box: [left, top, width, height], frame }, margin, isNarrow) => {
  if (!isNarrow) {
    return {
      x: left - margin,
      y: top - margin,
      width: width + 2 * margin,
      height: height + 2 * margin,
      scale: 1,
    };
  }
  const scale = (frame[2] - 2 * margin) / width;
  return { x: frame[0], y: frame[1], width: frame[2], height: height * scale + 2 * margin, scale };
};

const LINE = 12; // pixels that a line of a province's words takes
const BASE = 10; // of them down to its base line
const ROUND = [0, 5, -5, 10, -10];
const SHIFTS = [...ROUND, 16, -16]
  .flatMap((dy) => ROUND.map((dx) => [dx, dy]))
  .sort((a, b) => Math.hypot(...a) - Math.hypot(...b));

/**
 * Where lines of words stand within a shape, as near its middle as they fit: x, and the base line of each;
 * null where they do not fit. A single sign stands in the middle in any case.
 * @param {number[]} halfWidths half the width of each line, in drawn units
 * @param {Point} middle
 * @param {number} unit drawn units to a pixel
 * @param {(x: number, y: number) => boolean} isInside
 * @param {boolean} isSign
 */
export const placeWords = (halfWidths, middle, unit, isInside, isSign) => {
  for (const [dx, dy] of SHIFTS) {
    const x = middle.x + dx * unit;
    const top = middle.y + (dy - (halfWidths.length * LINE) / 2) * unit;
    const fits = halfWidths.every((half, n) =>
      [0, LINE / 2, LINE].every((y) =>
        [-half, half].every((side) => isInside(x + side, top + (n * LINE + y) * unit)),
      ),
    );
    if (isSign || fits) return { x, ys: halfWidths.map((_, n) => top + (n * LINE + BASE) * unit) };
  }
  return null;
};
