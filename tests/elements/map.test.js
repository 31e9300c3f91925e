import assert from "node:assert/strict";
import { test } from "node:test";
import { click, draw, press, texts } from "./page.js";
import map from "../../dashboard/elements/js/map.js";

const province = (id, column, row, more = {}) => ({
  id,
  code: id,
  name: `Province ${id}`,
  short: id,
  column,
  row,
  state: "figure",
  badge: "",
  value: "618",
  brief: "",
  shade: 2,
  lines: ["618 (2020)", "Union A"],
  ...more,
});
const CONTENT = {
  items: [
    province("B", 2, 1),
    province("A", 1, 1, { badge: "summed", value: "12,345", brief: "12k" }),
    province("C", 1, 2, { state: "no_document", value: "", shade: 0, lines: [] }),
  ],
  islands: [
    { id: "hoang-sa", label: "Hoàng Sa (B)", province_id: "B", column: 5, row: 1 },
    { id: "truong-sa", label: "Trường Sa (C)", province_id: "C", column: 5, row: 2 },
  ],
  legend: [
    { label: "618", state: "figure", shade: 2 },
    { label: "no document", state: "no_document" },
    { label: "sum of parts", state: "", badge: "summed" },
  ],
  words: {
    caption: "Map",
    keys: "Arrow keys move",
    legend: "Legend",
    measure: "Members",
    hint: "Choose a province",
    thousands: "k: thousands",
    no_document: "no document",
    summed: "sum of parts",
  },
  marks: { no_document: "", summed: "Σ" },
  view: "tiles",
  shapes: null,
  columns: 5,
};
const tabStops = ({ all }) => all(".spot[tabindex='0']").map((node) => node.getAttribute("aria-label"));
const card = ({ root }) => texts([...root.querySelectorAll(".card p")]);

test("all provinces and both archipelagos are drawn, in reading order, each in words", () => {
  const { all } = draw(map, CONTENT);
  assert.deepEqual(
    all(".spot").map((node) => node.getAttribute("aria-label")),
    [
      "Province A. 618 (2020). Union A. sum of parts",
      "Province B. 618 (2020). Union A",
      "Hoàng Sa (B). 618 (2020). Union A",
      "Province C. no document",
      "Trường Sa (C). no document",
    ],
  );
  assert.deepEqual(
    all("svg.islets").map((node) => node.childElementCount),
    [7, 8],
  );
  assert.deepEqual(
    texts(all(".narrow")),
    ["12k", "k: thousands"],
    "a long figure is written short on a phone",
  );
  assert.equal(all(".value")[0].getAttribute("data-badge"), "Σ");
});

test("an archipelago has its words beside its tile", () => {
  const { all } = draw(map, CONTENT);
  const [island] = all(".island");
  assert.equal(island.style.gridColumn, "3 / span 3");
  assert.equal(island.firstChild.style.gridColumn, "span 2");
});

test("one tab stop goes with the arrow keys, to an archipelago too", () => {
  const drawn = draw(map, CONTENT);
  const [first, second] = drawn.all(".spot");
  assert.deepEqual(tabStops(drawn), [first.getAttribute("aria-label")]);
  assert.equal(press(first, "ArrowRight").defaultPrevented, true);
  assert.deepEqual(tabStops(drawn), [second.getAttribute("aria-label")]);
  press(second, "ArrowRight");
  assert.deepEqual(tabStops(drawn), ["Hoàng Sa (B). 618 (2020). Union A"]);
  assert.equal(press(second, "x").defaultPrevented, false);
});

test("a chosen province is sent, marked with its archipelago, and in the card", () => {
  const drawn = draw(map, CONTENT);
  assert.deepEqual(card(drawn), ["Choose a province"]);
  click(drawn.all(".spot")[1]);
  assert.deepEqual(drawn.opened, [["open", "B"]]);
  assert.deepEqual(
    drawn.all(".spot[aria-current]").map((node) => node.getAttribute("aria-label")),
    ["Province B. 618 (2020). Union A", "Hoàng Sa (B). 618 (2020). Union A"],
  );
  assert.deepEqual(card(drawn), ["Province B", "618 (2020)", "Union A"]);
  drawn.run(CONTENT, "A");
  assert.deepEqual(card(drawn), ["Province A", "618 (2020)", "Union A", "Σsum of parts"]);
  drawn.run(CONTENT, "C");
  assert.deepEqual(card(drawn), ["Province C", "no document"]);
});

test("a new measure keeps the place of the keyboard", () => {
  const drawn = draw(map, CONTENT);
  drawn.all(".spot")[3].focus();
  drawn.run({ ...CONTENT, words: { ...CONTENT.words, measure: "Branches" } });
  const { activeElement } = drawn.root.getRootNode();
  assert.equal(activeElement.getAttribute("aria-label"), "Province C. no document");
});

test("the legend shows shades, states and badges", () => {
  const { all } = draw(map, CONTENT);
  assert.deepEqual(texts(all(".legend li")), ["618", "no document", "Σsum of parts"]);
  assert.deepEqual(
    all(".legend i").map((node) => node.className),
    ["face s-figure h2", "face s-no_document", "face bare"],
  );
});
