import assert from "node:assert/strict";
import { test } from "node:test";
import { click, draw, texts } from "./page.js";
import multiples, { runs, scale } from "../../dashboard/elements/js/multiples.js";

const point = (at, value, is_exact = true) => ({
  at,
  value,
  label: String(at),
  written: `${value}`,
  is_exact,
});

test("a line breaks at a gap, reported as one or left out", () => {
  const points = [point(1, 5), point(2, 6), point(3, null), point(4, 7), point(6, 8), point(7, 0)];
  assert.deepEqual(
    runs(points).map((run) => run.map(({ at }) => at)),
    [[1, 2], [4], [6, 7]],
  );
  assert.deepEqual(runs([point(1, null)]), []);
});

test("every chart begins at zero and has the same years", () => {
  const points = [point(2010, 50), point(2015, 100), point(2020, 0)];
  const { x, y } = scale(points, { first: 2010, last: 2020 });
  assert.deepEqual(points.map(x), [8, 110, 212]);
  assert.deepEqual(points.map(y), [36, 8, 64]);
  assert.equal(
    scale([point(1, 0.25)], { first: 1, last: 2 }).y(point(1, 0.25)),
    8,
    "shares fill it as counts do",
  );
  assert.equal(scale([point(3, 0)], { first: 3, last: 3 }).x(point(3, 0)), 110);
  assert.equal(scale([point(3, 0)], { first: 3, last: 3 }).y(point(3, 0)), 64, "all zero, not lost above");
});

test("a chart shows its first and last figure and opens its organization", () => {
  const items = [
    {
      code: "members~a",
      label: "A",
      points: [point(1, 5), point(2, null), point(3, 7, false)],
      said: "A: 5; 7",
    },
    { code: "members~b", label: "B", points: [point(2, 4)], said: "B: 4" },
  ];
  const { all, opened } = draw(multiples, { items, words: { caption: "Members" } });
  assert.deepEqual(texts(all(".ends")), ["5173", "42"]);
  assert.deepEqual(
    all("circle").map((dot) => dot.getAttribute("class")),
    ["dot", "dot hollow", "dot"],
  );
  assert.equal(all("polyline").length, 0, "no line over a gap");
  click(all("button")[1]);
  assert.deepEqual(opened, [["open", "members~b"]]);
});
