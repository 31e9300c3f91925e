import assert from "node:assert/strict";
import { test } from "node:test";
import { click, draw, press, texts } from "./page.js";
import grid, { describeCell, keyTarget } from "../../dashboard/elements/js/grid.js";

const WORDS = {
  caption: "Themes",
  corner: "Theme",
  legend: "Legend",
  spread: "Named by",
  figure_n: "{n} limitations",
  figure: "a number",
  unstated: "admitted, none named",
  not_mentioned: "not mentioned",
};
const MARKS = { figure: "", unstated: "✓", not_mentioned: "–" };
const CONTENT = {
  groups: [
    {
      label: "People",
      rows: [
        { code: "funding", label: "Funding", spread: "2/3", spread_said: "2 of 3", cells: [2, "unstated"] },
        { code: "staff", label: "Staff", spread: "1/3", spread_said: "1 of 3", cells: ["not_mentioned", 1] },
      ],
    },
    { label: "", rows: [{ code: "law", label: "Law", spread: "0/3", spread_said: "0 of 3", cells: [0, 3] }] },
  ],
  columns: [
    { code: "a", label: "Union A" },
    { code: "b", label: "Union B" },
  ],
  words: WORDS,
  marks: MARKS,
  is_wide: false,
};
const codes = (nodes) => nodes.map((node) => node.dataset.code);
const tabStops = (drawn) => codes(drawn.all("button").filter((node) => node.tabIndex === 0));

test("a key leads one cell on, to an end, and no further than the edge", () => {
  const last = [9, 4];
  const cases = [
    ["ArrowRight", false, [2, 3], [2, 4]],
    ["ArrowRight", false, [2, 4], [2, 4]],
    ["ArrowLeft", false, [2, 0], [2, 0]],
    ["ArrowDown", false, [8, 1], [9, 1]],
    ["ArrowDown", false, [9, 1], [9, 1]],
    ["ArrowUp", false, [1, 1], [0, 1]],
    ["PageDown", false, [2, 1], [7, 1]],
    ["PageDown", false, [7, 1], [9, 1]],
    ["PageUp", false, [7, 1], [2, 1]],
    ["PageUp", false, [3, 1], [0, 1]],
    ["Home", false, [3, 2], [3, 0]],
    ["End", false, [3, 2], [3, 4]],
    ["Home", true, [3, 2], [0, 0]],
    ["End", true, [3, 2], [9, 4]],
  ];
  for (const [key, isCtrl, from, to] of cases) {
    assert.deepEqual(keyTarget(key, isCtrl, from, last), to, `${isCtrl ? "Ctrl " : ""}${key} from ${from}`);
  }
  assert.equal(keyTarget("Tab", false, [1, 1], last), null);
  assert.equal(keyTarget("Enter", false, [1, 1], last), null);
});

test("a cell is a number, a state, or has words of its own", () => {
  const content = { words: WORDS, marks: MARKS };
  assert.deepEqual(describeCell(0, content), { state: "figure", text: "0", said: "0 limitations" });
  assert.deepEqual(describeCell("unstated", content), {
    state: "unstated",
    text: "✓",
    said: "admitted, none named",
  });
  const own = { text: "≈ 5", said: "about 5", code: "certificates~" };
  assert.deepEqual(describeCell(own, content), { ...own, state: "figure" });
  assert.equal(describeCell({ ...own, state: "partial" }, content).state, "partial");
});

test("every cell says itself in words", () => {
  const { all } = draw(grid, CONTENT);
  assert.deepEqual(
    all("button")
      .slice(0, 3)
      .map((node) => node.getAttribute("aria-label")),
    [
      "Funding, Named by: 2 of 3",
      "Funding, Union A: 2 limitations",
      "Funding, Union B: admitted, none named",
    ],
  );
  assert.deepEqual(codes(all("button").slice(0, 3)), ["funding~", "funding~a", "funding~b"]);
  assert.deepEqual(texts(all("tbody tr:not(.group) th")), ["Funding", "Staff", "Law"]);
  assert.deepEqual(texts(all(".group th")), ["People"]);
  assert.deepEqual(texts(all(".legend li")), ["2a number", "✓admitted, none named", "–not mentioned"]);
});

test("a heading over the columns spans them, and their labels lie flat", () => {
  const { all } = draw(grid, { ...CONTENT, words: { ...WORDS, over: "Given by" } });
  const [aside, over] = all(".over > *");
  assert.deepEqual([aside.getAttribute("colspan"), over.getAttribute("colspan")], ["2", "2"]);
  assert.equal(all("table")[0].className, "flat");
});

test("there is one tab stop, and it goes with the keyboard", () => {
  const drawn = draw(grid, CONTENT);
  assert.deepEqual(tabStops(drawn), ["funding~"]);
  const first = drawn.all("button")[0];
  first.focus();
  assert.equal(press(first, "ArrowRight").defaultPrevented, true);
  assert.deepEqual(tabStops(drawn), ["funding~a"]);
  assert.equal(drawn.root.getRootNode().activeElement.dataset.code, "funding~a");
  press(drawn.all("button")[1], "End", { ctrlKey: true });
  assert.deepEqual(tabStops(drawn), ["law~b"]);
  assert.equal(press(drawn.all("button")[1], "a").defaultPrevented, false);
});

test("a chosen cell is sent, marked, and holds the tab stop", () => {
  const drawn = draw(grid, CONTENT);
  click(drawn.root.querySelector("[data-code='staff~b'] i"));
  assert.deepEqual(drawn.opened, [["open", "staff~b"]]);
  assert.deepEqual(codes(drawn.all("[aria-current]")), ["staff~b"]);
  assert.deepEqual(tabStops(drawn), ["staff~b"]);
  drawn.run(CONTENT, "law~a");
  assert.deepEqual(codes(drawn.all("[aria-current]")), ["law~a"]);
  drawn.run(CONTENT, "");
  assert.deepEqual(drawn.all("[aria-current]"), []);
});

test("the page is scrolled to the details once the choice was answered, and only then", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const drawn = draw(grid, CONTENT);
  const details = document.createElement("div");
  details.className = "st-key-details";
  details.textContent = "Staff";
  document.body.append(details);
  let scrolled = 0;
  details.scrollIntoView = () => scrolled++;
  drawn.run(CONTENT, "");
  click(drawn.all("button")[4]);
  assert.equal(scrolled, 0);
  drawn.run(CONTENT, "staff~a");
  drawn.run(CONTENT, "staff~a");
  assert.equal(scrolled, 1);
});

test("all cells that open the same are marked", () => {
  const cells = [{ text: "5", said: "five", code: "medals~" }, 1];
  const rows = [{ code: "medals", label: "Medals", spread: "6", spread_said: "six", cells }];
  const { all } = draw(grid, { ...CONTENT, groups: [{ label: "", rows }] }, "medals~");
  assert.deepEqual(texts(all("[aria-current]")), ["6", "5"]);
});
