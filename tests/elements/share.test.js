import assert from "node:assert/strict";
import { test } from "node:test";
import { click, draw, settle, texts } from "./page.js";
import share from "../../dashboard/elements/js/share.js";

const link = { label: "Newest data", note: "changes", to: "./membership?lang=en", code: null };
const code = { size: 25, path: "M2 2h1v1h-1z", alt: "Code of the link" };
const CONTENT = {
  links: [link, { ...link, label: "This release", code }],
  file: null,
  words: { copy: "Copy", copied: "Copied" },
};

test("a link is shown in full, and as a code where there is one", () => {
  const { all } = draw(share, CONTENT);
  assert.deepEqual(
    all("input").map((field) => field.value),
    Array(2).fill("https://reports.example/membership?lang=en"),
  );
  assert.equal(all("svg").length, 1);
  assert.equal(all("svg")[0].getAttribute("viewBox"), "0 0 25 25");
  assert.equal(all("svg")[0].getAttribute("aria-label"), "Code of the link");
});

test("it is copied, without a clipboard in the old way", async () => {
  const copied = [];
  globalThis.navigator = { clipboard: { writeText: async (text) => void copied.push(text) } };
  const drawn = draw(share, CONTENT);
  click(drawn.all("button")[1]);
  await settle();
  assert.deepEqual(copied, ["https://reports.example/membership?lang=en"]);
  assert.deepEqual(texts(drawn.all("[role=status]")), ["", "Copied"]);
  globalThis.navigator = {};
  document.execCommand = (command) => copied.push(command);
  click(drawn.all("button")[0]);
  await settle();
  assert.deepEqual(copied.slice(1), ["copy"]);
  assert.deepEqual(texts(drawn.all("[role=status]")), ["Copied", "Copied"]);
});

test("the page as a file is offered where there is one", () => {
  assert.equal(draw(share, CONTENT).all("a").length, 0);
  const file = { label: "Excel", to: "api/v1/pages/membership.xlsx", name: "membership.xlsx" };
  const [anchor] = draw(share, { ...CONTENT, file }).all("a");
  assert.equal(anchor.getAttribute("download"), "membership.xlsx");
});
