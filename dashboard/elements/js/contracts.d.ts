// Made from contracts.py, which is the one to change: python -m tests.elements.declarations

/**
 * What a coder noted of a row, in whichever language, after the word for a note.
 */
export interface Note {
  label: string;
  text: string;
}

/**
 * A coded row behind a figure.
 *
 * `where` names document and paragraph; `url` and `note` are None where there is none.
 */
export interface SourceItem {
  who: string;
  figure: string;
  what: string;
  where: string;
  url: string | null;
  note: Note | null;
}

/**
 * The coded rows behind a figure: `n` in all; `rest` says in words how many `items` leaves out.
 */
export interface Sources {
  title: string;
  n: number;
  items: SourceItem[];
  rest: string;
}

/**
 * A figure. `value` is "" without a figure, `none` then says why; `share` is from 0 to 1.
 *
 * `change` says in its title how the figure changed; `group` heads the rows of a table that follow each
 * other.
 */
export interface FigureItem {
  label: string;
  value: string;
  note: string;
  none?: string;
  unit?: string;
  group?: string;
  share?: number | null;
  sources?: Sources | null;
  change?: Sources | null;
}

/**
 * The headings of figures in rows.
 */
export interface FiguresWords {
  indicator?: string;
  total?: string;
  coverage?: string;
}

/**
 * Figures as cards, as counts, which are smaller, or as the rows of a table.
 */
export interface FiguresContent {
  layout: "cards" | "counts" | "rows";
  items: FigureItem[];
  words: FiguresWords;
}

/**
 * A summary, its tags, whose it is, the document and paragraph it is in, and what the coder noted.
 */
export interface StatementItem {
  text: string;
  text_url?: string | null;
  tags: string[];
  who: string;
  where: string;
  url: string | null;
  note?: Note | null;
}

/**
 * Statements under a heading; "" for none.
 */
export interface StatementGroup {
  heading: string;
  items: StatementItem[];
}

/**
 * Statements in groups.
 */
export interface StatementsContent {
  groups: StatementGroup[];
}

/**
 * A cell with a text of its own.
 *
 * `code` is what it opens, else "row~column"; `state` is "figure" if absent.
 */
export interface GridCellDetail {
  text: string;
  said: string;
  code?: string;
  state?: string;
}

/**
 * A row, a cell a column.
 *
 * `spread` sums it up, and opens all of the row; `spread_said` is the same in words.
 */
export interface GridRow {
  code: string;
  label: string;
  spread?: string;
  spread_said?: string;
  cells: (number | string | GridCellDetail)[];
}

/**
 * Rows under a heading; "" for none.
 */
export interface GridGroup {
  label: string;
  rows: GridRow[];
}

/**
 * A column.
 */
export interface GridColumn {
  code: string;
  label: string;
}

/**
 * Rows × columns of cells in states.
 *
 * `marks` has a sign for each state. `words` has a word for each, caption, corner, legend, and, where they
 * apply, spread (heads the sums), figure_n ("{n}" in it is a number) and over (heads the columns, whose
 * labels then lie flat). A wide grid has room for texts in its cells, its columns' labels lie flat, and it
 * shows its last columns first.
 */
export interface GridContent {
  groups: GridGroup[];
  columns: GridColumn[];
  words: Record<string, string>;
  marks: Record<string, string>;
  is_wide: boolean;
}

/**
 * A point of a small chart. `at` is a year or number; `value` is None for a gap.
 *
 * `qualifier` is "exact", "about", "at_least" or "at_most"; a line joins it to the point that it `follows`.
 */
export interface MultiplePoint {
  at: number;
  label: string;
  value: number | null;
  written: string;
  qualifier: string;
  follows: boolean;
}

/**
 * A small chart. `said` is all of it in words.
 */
export interface MultipleItem {
  code: string;
  label: string;
  points: MultiplePoint[];
  said: string;
}

/**
 * The words of small charts.
 */
export interface MultiplesWords {
  caption: string;
}

/**
 * Small charts side by side.
 */
export interface MultiplesContent {
  items: MultipleItem[];
  words: MultiplesWords;
}

/**
 * A term.
 *
 * `first` and `last` are years; `opened` and `closed` dates of congresses, whole or as "2020-06", "2020".
 */
export interface TimelineItem {
  label: string;
  years: string;
  documents: string;
  is_documented: boolean;
  first: number | null;
  last: number | null;
  opened: string | null;
  closed: string | null;
  congresses: string;
}

/**
 * The words of a timeline.
 */
export interface TimelineWords {
  caption: string;
  legend: string;
  documented: string;
  undocumented: string;
  congress: string;
  no_years: string;
}

/**
 * Terms as bars over calendar years, one a row; those without any year are rows without a bar.
 */
export interface TimelineContent {
  items: TimelineItem[];
  words: TimelineWords;
}

/**
 * One of several organizations behind a cell, and the code it opens.
 */
export interface ComparisonLink {
  code: string;
  label: string;
}

/**
 * A cell. `code` is "" where it opens nothing; `is_quiet` where there is nothing to see.
 */
export interface ComparisonCell {
  state: string;
  main: string;
  lines: string[];
  code: string;
  links: ComparisonLink[];
  is_quiet: boolean;
}

/**
 * A row, a cell a column.
 */
export interface ComparisonRow {
  label: string;
  note: string;
  cells: ComparisonCell[];
}

/**
 * Rows under a heading.
 */
export interface ComparisonGroup {
  label: string;
  rows: ComparisonRow[];
}

/**
 * One of those that are compared.
 */
export interface ComparisonColumn {
  label: string;
  notes: string[];
}

/**
 * The words of a comparison.
 */
export interface ComparisonWords {
  caption: string;
  corner: string;
}

/**
 * What is compared, side by side.
 */
export interface ComparisonContent {
  columns: ComparisonColumn[];
  groups: ComparisonGroup[];
  words: ComparisonWords;
}

/**
 * A file to download: its label, address within the site, and name.
 */
export interface FileLink {
  label: string;
  to: string;
  name: string;
}

/**
 * A column of a card's table.
 */
export interface TableColumn {
  label: string;
  is_number: boolean;
}

/**
 * A row of a card's table.
 *
 * `code` is "" where it opens nothing; `states` are positions of cells without a number.
 */
export interface TableRow {
  code: string;
  cells: string[];
  states: number[];
}

/**
 * A card as a table. A column of empty cells is not shown.
 */
export interface TableContent {
  caption: string;
  columns: TableColumn[];
  is_open: boolean;
  rows: TableRow[];
}

/**
 * What a picture of the card says, and its file name.
 *
 * `kinds` are those on offer; `link` is within the site.
 */
export interface Pictures {
  kinds: ("png" | "svg")[];
  name: string;
  title: string;
  subtitle: string;
  link: string;
  lines: string[];
}

/**
 * What can be copied: the address `to` within the site, or a `text` with "~address~" for `of`.
 */
export interface Copy {
  label: string;
  to?: string;
  text?: string;
  of?: string;
}

/**
 * How to cite a card. "~address~" in the text stands for that of `of`.
 */
export interface Citation {
  label: string;
  text: string;
  of: string;
  file: FileLink | null;
}

/**
 * The words of a card's footer.
 */
export interface CardFooterWords {
  table: string;
  files: string;
  share: string;
  cite: string;
  copied: string;
  failed: string;
}

/**
 * What stands under a card: its table, sources, files, pictures, addresses and citation.
 *
 * `name` is the card's.
 */
export interface CardFooterContent {
  name: string;
  table: TableContent | null;
  sources: Sources | null;
  files: FileLink[];
  pictures: Pictures;
  copies: Copy[];
  cite: Citation;
  words: CardFooterWords;
}

/**
 * A link to an address within the site; `to` is "" for mere words.
 */
export interface NavLinkPart {
  text: string;
  to: string;
  note?: string;
  is_current?: boolean;
}

/**
 * Links in a row. `label` says what they are a fact of; "" for none.
 */
export interface NavLinkRow {
  label: string;
  parts: NavLinkPart[];
}

/**
 * Links to other pages. `layout` is "menu", "list", "beside" or "facts"; `label` names a menu.
 */
export interface NavLinksContent {
  rows: NavLinkRow[];
  layout: string;
  label: string;
}

/**
 * A QR code: the path of its dark squares in a box of `size` units.
 */
export interface QrCode {
  size: number;
  path: string;
  alt: string;
}

/**
 * An address within the site to pass on.
 */
export interface ShareLink {
  label: string;
  note: string;
  to: string;
  code: QrCode | null;
}

/**
 * The words of links to pass on.
 */
export interface ShareWords {
  copy: string;
  copied: string;
}

/**
 * Links to pass on, each to copy and as a code to scan, and the page as a file.
 */
export interface ShareContent {
  links: ShareLink[];
  file: FileLink | null;
  words: ShareWords;
}

/**
 * A province.
 *
 * `short` wraps at its spaces, each word at most seven letters. `column` and `row` are of its tile, from
 * 1. `badge` is "", "reported", "summed" or "not_derivable". `value` has at most six signs and is ""
 * without a figure, `brief` is the same in thousands or ""; `shade` is from 1 to 5, and 0 without a
 * figure. `lines` is what its card says, of a figure the figure first.
 */
export interface MapItem {
  id: string;
  code: string;
  name: string;
  short: string;
  column: number;
  row: number;
  state: string;
  badge: string;
  value: string;
  brief: string;
  shade: number;
  lines: string[];
}

/**
 * An archipelago of a province: `id` is "hoang-sa" or "truong-sa", `column` and `row` are of its tile.
 */
export interface MapIsland {
  id: string;
  label: string;
  province_id: string;
  column: number;
  row: number;
}

/**
 * An entry of the legend: a shade of figures, a state without one, or a badge.
 */
export interface MapLegendEntry {
  label: string;
  state: string;
  shade?: number;
  badge?: string;
}

/**
 * An archipelago: its path, its [x, y, width, height], and [x, y, width] of a frame on a narrow map.
 */
export interface IslandShape {
  path: string;
  box: number[];
  frame: number[];
}

/**
 * The outlines of the provinces by their code, and of the archipelagos by their id; y grows to the south.
 *
 * `viewbox` and `near`, of a narrow map, are [x, y, width, height]; `places` are [x, y, half width] within
 * a province.
 */
export interface MapShapes {
  viewbox: number[];
  near: number[];
  paths: Record<string, string>;
  places: Record<string, number[]>;
  islands: Record<string, IslandShape>;
}

/**
 * A map with one item a province. `view` is "tiles" or "outlines".
 *
 * `words` has caption, keys, legend, measure, hint, sea, frames, thousands, and a word for each state
 * without a figure and each badge; `marks` a sign for each. `shapes` is what cards.outlines returns, None
 * for tiles. `columns` is how many the tiles have.
 */
export interface MapContent {
  items: MapItem[];
  islands: MapIsland[];
  legend: MapLegendEntry[];
  words: Record<string, string>;
  marks: Record<string, string>;
  view: string;
  shapes: MapShapes | null;
  columns: number;
}

/**
 * The "row~organization" that is open.
 */
export interface ScrollToDetailsContent {
  code: string;
}

/**
 * The language of the page, by its code.
 */
export interface PageLanguageContent {
  language: string;
}
