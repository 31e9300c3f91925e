import assert from "node:assert/strict";
import { test } from "node:test";
import { click, draw, texts } from "./page.js";
import comparison from "../../dashboard/elements/js/comparison.js";

const cell = (main, more = {}) => ({
  state: "figure",
  main,
  lines: [],
  code: "",
  links: [],
  is_quiet: false,
  ...more,
});
const several = [
  { code: "members~b", label: "Union B" },
  { code: "members~c", label: "Union C" },
];
const CONTENT = {
  columns: [
    { label: "Union A", notes: ["ours"] },
    { label: "Province P", notes: [] },
  ],
  groups: [
    {
      label: "People",
      rows: [
        {
          label: "Members",
          note: "persons",
          cells: [cell("618", { code: "members~a", lines: ["term 7"] }), cell("900", { links: several })],
        },
        {
          label: "Branches",
          note: "",
          cells: [cell("–", { state: "not_mentioned", is_quiet: true }), cell("4")],
        },
      ],
    },
  ],
  words: { caption: "Figures", corner: "Indicator" },
};

test("rows and columns keep their order and their headings", () => {
  const { all } = draw(comparison, CONTENT);
  assert.deepEqual(texts(all("thead th")), ["Indicator", "Union Aours", "Province P"]);
  assert.deepEqual(texts(all("tbody th")), ["People", "Memberspersons", "Branches"]);
  assert.deepEqual(texts(all("td .main")), ["618", "900", "–", "4"]);
  assert.deepEqual(texts(all("td .of")), ["Union A", "Province P", "Union A", "Province P"]);
  assert.equal(all(".group th")[0].getAttribute("colspan"), "3");
  assert.deepEqual(
    all("td").map((td) => td.className),
    ["s-figure", "s-figure", "s-not_mentioned quiet", "s-figure"],
  );
});

test("a cell opens what it is of, one of several organizations each by its name", () => {
  const { all, opened } = draw(comparison, CONTENT);
  assert.deepEqual(texts(all("button")), ["618term 7", "Union B", "Union C"]);
  for (const button of all("button")) click(button);
  assert.deepEqual(opened, [
    ["open", "members~a"],
    ["open", "members~b"],
    ["open", "members~c"],
  ]);
});

test("what is open is marked, and nothing else", () => {
  const { all, run } = draw(comparison, CONTENT, "members~b");
  assert.deepEqual(texts(all("[aria-current]")), ["Union B"]);
  run(CONTENT, "members~a");
  assert.deepEqual(texts(all("[aria-current]")), ["618term 7"]);
  run(CONTENT, "");
  assert.deepEqual(all("[aria-current]"), []);
});
