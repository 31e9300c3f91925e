import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, texts } from "./page.js";
import timeline, { axisOf, moment, spanOf } from "../../dashboard/elements/js/timeline.js";

const unknown = { first: null, last: null, opened: null, closed: null };
const WORDS = {
  caption: "Terms",
  legend: "Legend",
  documented: "with a report",
  undocumented: "without",
  congress: "congress",
  no_years: "years not known",
};
const term = (label, more) => ({
  label,
  years: "",
  documents: "no document",
  is_documented: false,
  congresses: "",
  ...unknown,
  ...more,
});

test("a date lies in its year, one that is not whole in the middle of what is known", () => {
  assert.equal(moment("2020-01-01"), 2020);
  assert.equal(moment("2020-07-01"), 2020.5);
  assert.equal(moment("2020"), 2020.5);
  assert.equal(moment("2020-01"), 2020 + 1 / 24);
  assert.ok(moment("2020-12-31") < 2021);
  assert.ok(moment("2020-02-01") > moment("2020-01-31"));
});

test("a term runs between its congresses, else over its years, and two years to an end that is not known", () => {
  assert.deepEqual(spanOf({ ...unknown, first: 2015, last: 2020 }), {
    from: 2015,
    to: 2021,
    hasStart: true,
    hasEnd: true,
  });
  const dated = spanOf({ first: 2015, last: 2020, opened: "2015-07-01", closed: "2020" });
  assert.deepEqual([dated.from, dated.to], [2015.5, 2020.5]);
  const begun = spanOf({ ...unknown, first: 2015 });
  assert.deepEqual([begun.from, begun.to, begun.hasStart, begun.hasEnd], [2015, 2017, true, false]);
  const ended = spanOf({ ...unknown, last: 2020 });
  assert.deepEqual([ended.from, ended.to, ended.hasStart, ended.hasEnd], [2019, 2021, false, true]);
  assert.equal(spanOf(unknown), null);
});

test("the axis has whole years, a few of them written out", () => {
  const axis = axisOf([spanOf({ ...unknown, first: 2015, last: 2019 }), spanOf({ ...unknown, first: 1998 })]);
  assert.deepEqual(axis.ticks, [2000, 2005, 2010, 2015, 2020]);
  assert.deepEqual([axis.at(1998), axis.at(2009), axis.at(2020)], [0, 50, 100]);
  assert.deepEqual(axisOf([spanOf({ ...unknown, first: 2018, last: 2020 })]).ticks, [2018, 2019, 2020, 2021]);
});

test("a bar fades out where its end is not known, and a term without any year is words", () => {
  const { all } = draw(timeline, {
    items: [
      term("Term 1", {}),
      term("Term 2", {
        first: 2015,
        last: 2019,
        opened: "2015-06-01",
        is_documented: true,
        years: "2015–2019",
      }),
      term("Term 3", { first: 2020 }),
    ],
    words: WORDS,
  });
  assert.deepEqual(texts(all(".none")), ["years not known"]);
  assert.deepEqual(
    all("ol .bar").map((bar) => bar.className),
    ["bar documented", "bar undocumented no-end"],
  );
  assert.equal(all("ol .congress").length, 1);
  assert.equal(all("ol .bar")[1].style.inlineSize, `${(2 / 7) * 100}%`);
  assert.deepEqual(texts(all(".axis .track > *")), ["2016", "2018", "2020", "2022"]);
});

test("terms without any year have no axis", () => {
  const { all } = draw(timeline, { items: [term("Founding", {})], words: WORDS });
  assert.equal(all(".axis").length, 0);
  assert.equal(all("ol li").length, 1);
});
