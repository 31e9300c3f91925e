import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, texts } from "./page.js";
import {
  cut,
  el,
  follow,
  link,
  markCurrent,
  mount,
  noteLine,
  sourceList,
} from "../../dashboard/elements/js/dom.js";

test("an element is built anew only when its content changed, and told of every run", () => {
  const built = [];
  const told = [];
  const element = mount((root, content) => {
    built.push(content.n);
    return (selected, isNew) => told.push([content.n, selected, isNew]);
  });
  const { run } = draw(element, { n: 1 }, "a");
  run({ n: 1 }, "b");
  run({ n: 2 }, "c");
  assert.deepEqual(built, [1, 2]);
  assert.deepEqual(told, [
    [1, "a", true],
    [1, "b", false],
    [2, "c", true],
  ]);
});

test("what is chosen is sent through the trigger of the latest run", () => {
  let open;
  const element = mount((root, content, send) => {
    open = send;
  });
  const sent = [];
  const root = el("div", { class: "root" });
  const parentElement = el("div", {}, root);
  const data = new TextEncoder().encode('{"content":{},"digest":"x","selected":""}');
  element({ data, parentElement, setTriggerValue: () => sent.push("old") });
  element({ data, parentElement, setTriggerValue: (name, code) => sent.push([name, code]) });
  open("members~a");
  assert.deepEqual(sent, [["open", "members~a"]]);
});

test("text becomes text, never markup", () => {
  const node = el("p", { title: '"><b>', lang: null }, "<img src=x onerror=alert(1)>", null, "", undefined);
  assert.equal(node.childNodes.length, 1);
  assert.equal(node.children.length, 0);
  assert.equal(node.getAttribute("title"), '"><b>');
  assert.equal(node.hasAttribute("lang"), false);
});

test("only an address of the web becomes a link", () => {
  for (const url of [
    "javascript:alert(1)",
    "data:text/html,x",
    " https://a.example",
    "//a.example",
    "",
    null,
  ]) {
    assert.equal(link("report", url).tagName, "SPAN", String(url));
  }
  const anchor = link("report", "https://a.example/x");
  assert.equal(anchor.getAttribute("href"), "https://a.example/x");
  assert.equal(anchor.getAttribute("rel"), "noopener noreferrer");
});

test("sources say whose, how much, what and where, and how many are left out", () => {
  const row = { who: "Union A", figure: "618", what: "", where: "Report, §4", url: null };
  const list = sourceList({ title: "3 rows", n: 3, items: [row], rest: "and 2 more" });
  assert.equal(list.getAttribute("aria-label"), "3 rows");
  assert.deepEqual(texts([...list.children]), ["Union A618Report, §4", "and 2 more"]);
  assert.equal(sourceList({ title: "", n: 1, items: [row], rest: "" }).children.length, 1);
});

test("the details are scrolled to once they are drawn", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const details = el("div", { class: "st-key-details" });
  document.body.replaceChildren(details);
  let scrolled = 0;
  details.scrollIntoView = () => scrolled++;
  follow(3);
  assert.equal(scrolled, 0);
  details.textContent = "Poor attendance";
  t.mock.timers.tick(50);
  assert.equal(scrolled, 1);
  t.mock.timers.tick(1000);
  assert.equal(scrolled, 1);
});

test("nothing is waited for longer than it is tried", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const details = el("div", { class: "st-key-details" });
  document.body.replaceChildren(details);
  let scrolled = 0;
  details.scrollIntoView = () => scrolled++;
  follow(2);
  t.mock.timers.tick(50);
  t.mock.timers.tick(50);
  details.textContent = "too late";
  t.mock.timers.tick(50);
  t.mock.timers.tick(50);
  assert.equal(scrolled, 0);
});

test("what is no longer current is unmarked", () => {
  const nodes = [el("b", { "aria-current": "true" }, "a"), el("b", {}, "b")];
  markCurrent(nodes, (node) => node.textContent === "b");
  assert.deepEqual(
    nodes.map((node) => node.getAttribute("aria-current")),
    [null, "true"],
  );
});

const note = (text) => ({ label: "Note", text });

test("what a coder noted stands under its row, in no language that is known", () => {
  const line = noteLine(note("mid-term; <b>ten</b>"));
  assert.equal(line.textContent, "Note: mid-term; <b>ten</b>");
  assert.equal(line.querySelectorAll("b").length, 0);
  assert.equal(line.querySelector("span").getAttribute("lang"), "");
  assert.equal(noteLine(null), null);
  const row = {
    who: "Union A",
    figure: "",
    what: "",
    where: "Report, §4",
    url: null,
    note: note("doubtful"),
  };
  const list = sourceList({ title: "", n: 1, items: [row], rest: "" });
  assert.deepEqual(texts([...list.children]), ["Union AReport, §4Note: doubtful"]);
});

test("of a long note the beginning opens the rest, and nothing of it is lost", () => {
  const text = "one two three ".repeat(30).trim();
  const line = noteLine(note(text));
  assert.equal(line.tagName, "DETAILS");
  assert.equal(line.open, false);
  assert.equal(line.querySelector(".more").getAttribute("aria-hidden"), "true");
  const [beginning, rest] = cut(text);
  assert.equal(beginning + rest, text);
  assert.ok(beginning.length <= 140 && rest.startsWith(" "), beginning);
  assert.equal(line.querySelector(".rest").textContent, rest);
});

test("a long note without blanks is cut between letters, whatever they are", () => {
  for (const letter of ["x", "𠀋", "é".normalize("NFD"), "☃\u0301\u0323\u0309"]) {
    const text = letter.repeat(200);
    const [beginning, rest] = cut(text);
    assert.equal(beginning + rest, text);
    assert.ok(rest, letter);
    assert.equal([...beginning].length % [...letter].length, 0, letter);
    assert.ok(beginning.isWellFormed() && rest.isWellFormed());
  }
  for (const text of ["", "short", "x".repeat(160)]) assert.deepEqual(cut(text), [text, ""]);
});
