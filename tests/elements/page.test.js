import assert from "node:assert/strict";
import { test } from "node:test";
import { draw } from "./page.js";
import pageLanguage from "../../dashboard/elements/js/page_language.js";
import scrollToDetails from "../../dashboard/elements/js/scroll_to_details.js";

/** Draws the element beside details, and counts how often they are scrolled to. */
const open = (code) => {
  const drawn = draw(scrollToDetails, { code });
  const details = document.createElement("div");
  details.className = "st-key-details";
  details.textContent = code;
  document.body.append(details);
  const counted = { ...drawn, n: 0 };
  details.scrollIntoView = () => counted.n++;
  return counted;
};

test("the page says which language it is in, also after another has said otherwise", () => {
  const { run } = draw(pageLanguage, { language: "vi" });
  assert.equal(document.documentElement.lang, "vi");
  document.documentElement.lang = "en";
  run({ language: "vi" });
  assert.equal(document.documentElement.lang, "vi");
});

test("the details are scrolled to at once, and again while the page still grows", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const drawn = open("members~a");
  t.mock.timers.tick(1);
  assert.equal(drawn.n, 1);
  t.mock.timers.tick(5000);
  assert.equal(drawn.n, 4);
  drawn.run({ code: "members~a" });
  t.mock.timers.tick(5000);
  assert.equal(drawn.n, 4, "nothing else was opened");
});

test("a reader who has gone elsewhere is not brought back", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const drawn = open("members~a");
  t.mock.timers.tick(600);
  assert.equal(drawn.n, 2);
  document.defaultView.dispatchEvent(new Event("wheel"));
  t.mock.timers.tick(5000);
  assert.equal(drawn.n, 2);
});

test("what was opened before is not waited for when something else is opened", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const drawn = open("members~a");
  t.mock.timers.tick(600);
  drawn.run({ code: "members~b" });
  t.mock.timers.tick(5000);
  assert.equal(drawn.n, 2 + 4);
});
