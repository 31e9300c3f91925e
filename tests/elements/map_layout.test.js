import assert from "node:assert/strict";
import { test } from "node:test";
import * as layout from "../../dashboard/elements/js/map_layout.js";

const MARKS = { unstated: "✓", no_document: "", not_derivable: "÷", reported: "=", summed: "Σ" };
const WORDS = {
  unstated: "no number",
  no_document: "no document",
  not_derivable: "parts missing",
  summed: "sum of parts",
};
const item = (more = {}) => ({
  state: "figure",
  badge: "",
  value: "618",
  shade: 2,
  lines: ["618 (2020)"],
  ...more,
});

test("a province without a figure is marked by why: its state, or that its parts do not add up", () => {
  const missing = item({ state: "no_document", badge: "not_derivable", value: "", shade: 0, lines: [] });
  assert.equal(layout.kindOf(missing), "not_derivable");
  assert.equal(layout.markOf(missing, MARKS), "÷");
  assert.equal(layout.badgeOf(missing, MARKS), "", "its face says it already");
  assert.equal(layout.lookOf(missing), "s-no_document b-not_derivable");
  assert.equal(layout.describe(missing, "An Giang", WORDS), "An Giang. parts missing");
});

test("a province with a figure is shaded by it and has its badge beside it", () => {
  const summed = item({ badge: "summed" });
  assert.equal(layout.lookOf(summed), "s-figure h2");
  assert.equal(layout.markOf(summed, MARKS), "618");
  assert.equal(layout.badgeOf(summed, MARKS), "Σ");
  assert.equal(layout.describe(summed, "An Giang", WORDS), "An Giang. 618 (2020). sum of parts");
  assert.equal(layout.kindOf(item({ badge: "not_derivable" })), "figure");
});

test("the label of an archipelago is its name and its province", () => {
  assert.deepEqual(layout.splitLabel("Hoàng Sa (Đà Nẵng)"), ["Hoàng Sa", "(Đà Nẵng)"]);
  assert.deepEqual(layout.splitLabel("Hoàng Sa"), ["Hoàng Sa", ""]);
});

test("the words of an archipelago take at most two columns, and none that a province has", () => {
  const at = (column, row = 5) => ({ column, row });
  assert.equal(layout.columnsForWords(at(9), [at(3), at(4), at(8, 6)]), 2);
  assert.equal(layout.columnsForWords(at(9), [at(7)]), 1);
  assert.equal(layout.columnsForWords(at(9), [at(8), at(10)]), 0);
  assert.equal(layout.columnsForWords(at(2), []), 1);
});

test("an arrow leads to the nearest neighbour that lies that way, straight ahead before aside", () => {
  const [from, ahead, nearAside, above, left] = [
    { x: 0, y: 0 },
    { x: 3, y: 0 },
    { x: 1, y: 1.5 },
    { x: 0, y: -2 },
    { x: -1, y: 0 },
  ];
  const spots = [from, ahead, nearAside, above, left];
  assert.equal(layout.neighbour(spots, from, [1, 0]), ahead);
  assert.equal(layout.neighbour([from, nearAside], from, [1, 0]), nearAside);
  assert.equal(layout.neighbour([from, { x: 1, y: 3 }], from, [1, 0]), null, "too far aside");
  assert.equal(layout.keyTarget("ArrowUp", spots, from), above);
  assert.equal(layout.keyTarget("ArrowDown", spots, from), nearAside);
  assert.equal(layout.keyTarget("ArrowLeft", spots, from), left);
  assert.equal(layout.keyTarget("ArrowLeft", spots, left), null);
  assert.equal(layout.keyTarget("Home", spots, ahead), from);
  assert.equal(layout.keyTarget("End", spots, ahead), left);
  assert.equal(layout.keyTarget("Tab", spots, ahead), undefined);
});

test("tiles and outlines are read from the north, and from west to east", () => {
  const tiles = [
    { x: 1, y: 2 },
    { x: 3, y: 1 },
    { x: 2, y: 1 },
  ].sort(layout.byTile);
  assert.deepEqual(
    tiles.map(({ x }) => x),
    [2, 3, 1],
  );
  assert.ok(layout.byOutline({ x: 9, y: 0 }, { x: 1, y: 29 }) > 0, "about as far north");
  assert.ok(layout.byOutline({ x: 9, y: 0 }, { x: 1, y: 100 }) < 0);
});

test("an archipelago stands in its true place, on a narrow map to scale in its frame", () => {
  const shape = { path: "", box: [1000, 500, 200, 100], frame: [800, 300, 120] };
  assert.deepEqual(layout.frameOf(shape, 10, false), { x: 990, y: 490, width: 220, height: 120, scale: 1 });
  assert.deepEqual(layout.frameOf(shape, 10, true), { x: 800, y: 300, width: 120, height: 70, scale: 0.5 });
});

test("words stand in the middle of a province, aside where they fit only there, else nowhere", () => {
  const middle = { x: 100, y: 100 };
  const everywhere = layout.placeWords([10, 20], middle, 1, () => true, false);
  assert.deepEqual(everywhere, { x: 100, ys: [98, 110] });
  const east = layout.placeWords([10], middle, 1, (x) => x >= 95, false);
  assert.equal(east.x, 105);
  assert.equal(
    layout.placeWords([10], middle, 1, (x, y) => y < 60, false),
    null,
  );
  assert.equal(
    layout.placeWords([10], middle, 1, () => false, true).x,
    100,
    "a single sign stands in any case",
  );
  assert.deepEqual(
    layout.placeWords([10], middle, 2, () => true, false),
    { x: 100, ys: [108] },
  );
});
