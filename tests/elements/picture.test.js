import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { base64, facesOf, wrap } from "../../dashboard/scripts/picture.js";

const byLength = (text) => text.length;

test("a line takes as many words as fit, and a word that is too long a line of its own", () => {
  assert.deepEqual(wrap("one two three", 7, byLength), ["one two", "three"]);
  assert.deepEqual(wrap("one two three", 6, byLength), ["one", "two", "three"]);
  assert.deepEqual(wrap("Constantinople is one", 6, byLength), ["Constantinople", "is one"]);
  assert.deepEqual(wrap("all on one line", 100, byLength), ["all on one line"]);
});

test("the faces that a picture writes in are found in the style sheet", () => {
  const sheet = readFileSync(new URL("../../dashboard/fonts/fonts.css", import.meta.url), "utf8");
  assert.deepEqual(
    facesOf(sheet)
      .map(({ file }) => file)
      .sort(),
    [
      "be-vietnam-pro-latin-400-normal.woff2",
      "be-vietnam-pro-latin-600-normal.woff2",
      "be-vietnam-pro-vietnamese-400-normal.woff2",
      "be-vietnam-pro-vietnamese-600-normal.woff2",
    ],
  );
});

test("a file is written as text whatever its length", () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, n) => n % 256);
  assert.equal(base64(bytes), Buffer.from(bytes).toString("base64"));
});
