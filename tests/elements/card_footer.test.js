import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { click, draw, settle, texts } from "./page.js";
import footer, { copiedText, usedColumns } from "../../dashboard/elements/js/card_footer.js";

const BASE = "https://reports.example/membership?lang=en";
const WORDS = {
  table: "Table",
  files: "Files",
  share: "Share",
  cite: "Cite",
  copied: "Copied",
  failed: "Failed",
};
const TABLE = {
  caption: "Members",
  columns: [
    { label: "Organization", is_number: false },
    { label: "Members", is_number: true },
    { label: "Note", is_number: false },
  ],
  is_open: false,
  rows: [
    { code: "members~a", cells: ["Union A", "618", ""], states: [] },
    { code: "", cells: ["Union B", "no figure", ""], states: [1] },
  ],
};
const CONTENT = {
  name: "ranking",
  table: TABLE,
  sources: { title: "2 rows", n: 2, items: [], rest: "" },
  files: [{ label: "CSV", to: "api/v1/cards/membership/ranking.csv", name: "ranking.csv" }],
  pictures: { kinds: ["png"], name: "ranking", title: "", subtitle: "", link: "", lines: [] },
  copies: [
    { label: "Link", to: "membership?card=ranking" },
    { label: "Embed", text: '<iframe src="~address~">', of: "membership?alone=1" },
  ],
  cite: { label: "Copy", text: "Reports (2026). ~address~", of: "membership?v=1", file: null },
  words: WORDS,
};
let copied;
beforeEach(() => {
  copied = [];
  globalThis.navigator = { clipboard: { writeText: async (text) => void copied.push(text) } };
});
const named = (drawn, name) => drawn.root.querySelector(`details[data-name="${name}"]`);

test("a column of nothing is not shown", () => {
  assert.deepEqual(usedColumns(TABLE), [true, true, false]);
  const drawn = draw(footer, CONTENT);
  assert.deepEqual(texts(drawn.all("thead th")), ["Organization", "Members"]);
  assert.deepEqual(texts(drawn.all("tbody tr > *")), ["Union A", "618", "Union B", "no figure"]);
});

test("an address is copied in full, in a text where it stands", () => {
  assert.equal(copiedText({ to: "membership?v=1" }, BASE), "https://reports.example/membership?v=1");
  assert.equal(
    copiedText({ text: "see ~address~", of: "./?a=$&" }, BASE),
    "see https://reports.example/?a=$&",
  );
  assert.equal(copiedText({ text: "no address" }, BASE), "no address");
});

test("a number is told from what stands for one", () => {
  const drawn = draw(footer, CONTENT);
  assert.deepEqual(
    drawn.all("td").map((td) => td.className),
    ["number", "state soft"],
  );
});

test("a row that opens something is a button", () => {
  const drawn = draw(footer, CONTENT);
  assert.deepEqual(texts(drawn.all("tbody th button")), ["Union A"]);
  click(drawn.all("tbody th button")[0]);
  assert.deepEqual(drawn.opened, [["open", "members~a"]]);
});

test("what there is none of has no part", () => {
  const pictures = { ...CONTENT.pictures, kinds: [] };
  const drawn = draw(footer, { ...CONTENT, table: null, sources: null, files: [], pictures });
  assert.deepEqual(texts(drawn.all("summary")), ["Share", "Cite"]);
  assert.deepEqual(texts(draw(footer, CONTENT).all("summary")), [
    "Table",
    "2 rows",
    "Files",
    "Share",
    "Cite",
  ]);
});

test("a click copies and says so; one for a new tab leaves the link alone", async () => {
  const drawn = draw(footer, CONTENT);
  const [link, embed] = named(drawn, "share").querySelectorAll(".plain");
  assert.equal(click(link, { ctrlKey: true }).defaultPrevented, false);
  assert.equal(click(link).defaultPrevented, true);
  click(embed);
  await settle();
  assert.deepEqual(copied, [
    "https://reports.example/membership?card=ranking",
    '<iframe src="https://reports.example/membership?alone=1">',
  ]);
  assert.equal(named(drawn, "share").querySelector("[role=status]").textContent, "Copied");
  assert.equal(named(drawn, "cite").querySelector("[role=status]").textContent, "");
});

test("without a clipboard the link leads to its own address", () => {
  globalThis.navigator = {};
  const link = named(draw(footer, CONTENT), "share").querySelector("a");
  assert.equal(click(link).defaultPrevented, false);
});

test("a citation has its address in full and is copied as it is written", async () => {
  const drawn = draw(footer, CONTENT);
  const cite = named(drawn, "cite");
  assert.equal(cite.querySelector("p").textContent, "Reports (2026). https://reports.example/membership?v=1");
  click(cite.querySelector("button"));
  await settle();
  assert.deepEqual(copied, ["Reports (2026). https://reports.example/membership?v=1"]);
});

test("a picture that cannot be made is said", async () => {
  const drawn = draw(footer, CONTENT);
  const files = named(drawn, "files");
  click(files.querySelector("button"));
  for (let n = 0; n < 50 && !files.querySelector("[role=status]").textContent; n++) await settle();
  assert.equal(files.querySelector("[role=status]").textContent, "Failed");
});

test("what is open stays open when the content changes, and begins as it is told", () => {
  const drawn = draw(footer, { ...CONTENT, table: { ...TABLE, is_open: true } });
  assert.equal(named(drawn, "table").open, true);
  named(drawn, "table").open = false;
  named(drawn, "cite").open = true;
  drawn.run({ ...CONTENT, table: { ...TABLE, is_open: true, caption: "Members, 2020" } });
  assert.equal(named(drawn, "table").open, false);
  assert.equal(named(drawn, "cite").open, true);
});

test("a long note that is opened opens no other when the content changes", () => {
  const row = { who: "Union A", figure: "", what: "", where: "Report", url: null };
  const note = { label: "Note", text: "doubtful ".repeat(30) };
  const items = [
    { ...row, note },
    { ...row, note },
  ];
  const content = { ...CONTENT, sources: { title: "2 rows", n: 2, items, rest: "" } };
  const { all, run } = draw(footer, content);
  all("details.noted")[0].open = true;
  run({ ...content, name: "series" });
  assert.deepEqual(
    all("details.noted").map((details) => details.open),
    [false, false],
  );
});

test("a link to a card leads to it, once", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const drawn = draw(footer, CONTENT, false);
  const card = document.createElement("div");
  card.className = "st-key-card-ranking";
  document.body.append(card);
  let scrolled = 0;
  card.scrollIntoView = () => scrolled++;
  t.mock.timers.tick(1000);
  assert.equal(scrolled, 0);
  for (const content of [CONTENT, CONTENT, { ...CONTENT, sources: null }]) {
    drawn.run(content, true);
    t.mock.timers.tick(1000);
  }
  assert.equal(scrolled, 1);
});
