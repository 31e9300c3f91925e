import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, texts } from "./page.js";
import figures, { barWidth } from "../../dashboard/elements/js/figures.js";

const SOURCES = { title: "1 row", n: 1, items: [], rest: "" };
const members = {
  label: "Members",
  value: "1,700",
  unit: "persons",
  note: "5 of 8",
  share: 5 / 8,
  group: "People",
};
const funds = {
  label: "Funds",
  value: "",
  unit: "VND",
  none: "No figure",
  note: "0 of 8",
  share: 0,
  group: "Money",
};

test("a share is a whole percentage of the bar", () => {
  assert.deepEqual([0, 0.004, 0.125, 2 / 3, 1].map(barWidth), ["0%", "0%", "13%", "67%", "100%"]);
});

test("a card has its figure, unit, bar, and sources", () => {
  const change = { ...SOURCES, title: "+3 %, 4 organizations" };
  const { all } = draw(figures, {
    layout: "cards",
    items: [{ ...members, change, sources: SOURCES }, funds, { label: "Reports", value: "9", note: "" }],
    words: {},
  });
  assert.deepEqual(texts(all(".figure")), ["1,700persons", "No figure", "9"], "no figure, no unit");
  assert.deepEqual(texts(all(".card:first-child summary")), ["+3 %, 4 organizations", "1 row"]);
  assert.equal(all(".bar").length, 2, "what has no share has no bar");
  assert.equal(all(".bar span")[0].style.inlineSize, "63%");
});

test("rows stand under the heading of their group, each said once", () => {
  const branches = { ...members, label: "Branches" };
  const { all } = draw(figures, {
    layout: "rows",
    items: [members, branches, funds],
    words: { indicator: "Indicator", total: "Total", coverage: "Coverage" },
  });
  assert.deepEqual(texts(all("tbody th")), ["People", "Members", "Branches", "Money", "Funds"]);
  assert.deepEqual(texts(all("thead th")), ["Indicator", "Total", "Coverage"]);
});

test("sources that are open stay open while the figures stay the same", () => {
  const content = { layout: "cards", items: [{ ...members, sources: SOURCES }], words: {} };
  const { run, all } = draw(figures, content);
  all("details")[0].open = true;
  run(content);
  assert.equal(all("details")[0].open, true);
  run({ ...content, items: [{ ...members, value: "1,701", sources: SOURCES }] });
  assert.equal(all("details")[0].open, false);
});
