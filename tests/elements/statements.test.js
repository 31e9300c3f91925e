import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, texts } from "./page.js";
import statements from "../../dashboard/elements/js/statements.js";

const item = {
  text: "Members do not come.",
  tags: ["cause"],
  who: "Union A",
  where: "Report, §4",
  url: "https://a.example",
};

test("a statement says whose it is and where, with a link to the document", () => {
  const { root, all } = draw(statements, { groups: [{ heading: "Limitations", items: [item] }] });
  assert.deepEqual(texts(all("h3")), ["Limitations"]);
  assert.deepEqual(texts(all("li p")), ["Members do not come.cause", "Union A · Report, §4"]);
  assert.equal(all("a")[0].getAttribute("href"), "https://a.example");
  assert.equal(root.getAttribute("aria-live"), "polite");
});

test("what has no heading, no author and no address does without", () => {
  const bare = { ...item, tags: [], who: "", url: null, text_url: "https://b.example" };
  const { all } = draw(statements, { groups: [{ heading: "", items: [bare] }] });
  assert.equal(all("h3").length, 0);
  assert.deepEqual(texts(all("li p")), ["Members do not come.", "Report, §4"]);
  assert.deepEqual(texts(all("a")), ["Members do not come."]);
});

test("what a coder noted stands under its statement", () => {
  const noted = { ...item, note: { label: "Note", text: "doubtful" } };
  const { all } = draw(statements, { groups: [{ heading: "", items: [noted, item] }] });
  assert.deepEqual(texts(all(".noted")), ["Note: doubtful"]);
});
