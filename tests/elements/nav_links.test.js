import assert from "node:assert/strict";
import { test } from "node:test";
import { click, draw, texts } from "./page.js";
import navLinks, { isPlain } from "../../dashboard/elements/js/nav_links.js";

const NONE = { button: 0, metaKey: false, ctrlKey: false, shiftKey: false, altKey: false };

test("only a plain click is followed here", () => {
  assert.equal(isPlain(NONE), true);
  for (const asked of [
    { button: 1 },
    { metaKey: true },
    { ctrlKey: true },
    { shiftKey: true },
    { altKey: true },
  ]) {
    assert.equal(isPlain({ ...NONE, ...asked }), false, JSON.stringify(asked));
  }
});

test("a menu names itself and the page that is open, and brings it into view", () => {
  const parts = [
    { text: "Overview", to: "./?lang=en", is_current: false },
    { text: "Map", to: "map?lang=en", is_current: true },
  ];
  const { all, opened } = draw(navLinks, { rows: [{ label: "", parts }], layout: "menu", label: "Pages" });
  assert.equal(all("nav.menu")[0].getAttribute("aria-label"), "Pages");
  assert.deepEqual(texts(all("[aria-current=page]")), ["Map"]);
  assert.equal(click(all("a")[0]).defaultPrevented, true);
  assert.equal(click(all("a")[1], { ctrlKey: true }).defaultPrevented, false);
  assert.deepEqual(opened, [["open", "./?lang=en"]]);
});

test("facts are terms with words and links", () => {
  const parts = [
    { text: "Hà Tĩnh", to: "province?place=ha-tinh", note: "since 2025" },
    { text: "town", to: "" },
  ];
  const { all } = draw(navLinks, { rows: [{ label: "Province", parts }], layout: "facts", label: "" });
  assert.equal(all("dl.facts")[0].hasAttribute("aria-label"), false);
  assert.deepEqual(texts(all("dt")), ["Province"]);
  assert.deepEqual(texts(all("dd li")), ["Hà Tĩnhsince 2025", "town"]);
  assert.equal(all("a").length, 1);
});

test("in a frame of another page a link opens a tab of its own", () => {
  const known = Object.getOwnPropertyDescriptor(globalThis, "top");
  Object.defineProperty(globalThis, "top", { value: {}, configurable: true });
  try {
    const rows = [{ label: "", parts: [{ text: "The whole page", to: "./?lang=en" }] }];
    const { all, opened } = draw(navLinks, { rows, layout: "whole", label: "" });
    assert.equal(all("a")[0].getAttribute("target"), "_blank");
    assert.equal(click(all("a")[0]).defaultPrevented, false);
    assert.deepEqual(opened, []);
  } finally {
    if (known) Object.defineProperty(globalThis, "top", known);
    else Reflect.deleteProperty(globalThis, "top");
  }
});
