import assert from "node:assert/strict";
import { test } from "node:test";
import { click, draw, texts } from "./page.js";
import multiples, { runs, scale } from "../../dashboard/elements/js/multiples.js";

const point = (at, value, qualifier = "exact", follows = true) => ({
  at,
  value,
  label: String(at),
  written: `${value}`,
  qualifier,
  follows,
});

test("a line breaks at a gap, reported as one or left out", () => {
  const after = point(6, 8, "exact", false);
  const points = [point(1, 5), point(2, 6), point(3, null), point(4, 7), after, point(9, 0)];
  assert.deepEqual(
    runs(points).map((run) => run.map(({ at }) => at)),
    [[1, 2], [4], [6, 9]],
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
      points: [point(1, 5), point(2, null), point(3, 7, "about")],
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

test("what is at least so much is drawn as a tip that points up, and not as a dot", () => {
  const points = [point(1, 5, "at_least"), point(2, 7, "about"), point(3, 8, "at_most")];
  const items = [{ code: "members~a", label: "A", points, said: "A: ≥5; ≈7" }];
  const { all } = draw(multiples, { items, words: { caption: "Members" } });
  assert.deepEqual(
    all("circle").map((dot) => dot.getAttribute("class")),
    ["dot hollow", "dot hollow"],
  );
  assert.equal(all("path").length, 1);
});
