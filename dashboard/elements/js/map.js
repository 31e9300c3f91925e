// The provinces as equal tiles or as outlines: one tab stop, and arrow keys go to the neighbour. A chosen
// one opens its id.
import { el, follow, markCurrent, mount, svg } from "./dom.js";
import {
  badgeOf,
  byOutline,
  byTile,
  columnsForWords,
  describe,
  frameOf,
  keyTarget,
  kindOf,
  lookOf,
  markOf,
  placeWords,
  splitLabel,
} from "./map_layout.js";

/** @import { IslandShape, MapContent, MapIsland, MapItem, MapShapes } from "./contracts" */

/**
 * What can be chosen: a province, or one of its archipelagos. `key` tells the two apart; it lies at `x` and
 * `y`.
 * @typedef {{ node: HTMLElement | SVGGElement, item: MapItem, island?: MapIsland,
 *   key: string, x: number, y: number }} Spot
 */

const NARROW = 560; // pixels below which the archipelagos are drawn in frames of their own
const USUAL_WIDTH = 640;
const PAD = 14; // drawn units around the outlines

/** @type {Record<string, string>} Islands of an archipelago's tile, "x,y" each */
const ISLETS = {
  "hoang-sa": "9,7 14,11 7,13 24,8 28,12 22,14 31,18",
  "truong-sa": "6,15 12,8 15,18 20,12 24,6 27,16 34,10 33,19",
};

/** @type {Record<string, string>} What lies under a province without a figure, all over */
const GROUNDS = { not_derivable: "dots", no_document: "hatch", not_read: "lines" };

/** @type {WeakMap<HTMLElement, ResizeObserver>} */
const observers = new WeakMap();
/** @type {WeakSet<HTMLElement>} */
const following = new WeakSet(); // whose reader has chosen a province that the page has not answered yet
/** @type {WeakMap<HTMLElement, () => string | undefined>} */
const focusedKeys = new WeakMap(); // the spot that has the keyboard, which a new view or new figures keep

/** @param {MapContent} content */
const legendOf = ({ items, legend, words, marks }) => {
  const entries = legend.map((entry) => {
    const face = entry.state ? `face ${lookOf({ shade: 1, ...entry })}` : "face bare";
    const sign = marks[entry.badge ?? ""] ?? marks[entry.state] ?? "";
    return el(
      "li",
      { class: entry.state === "figure" ? "step" : null },
      el("i", { class: face, "aria-hidden": "true" }, sign),
      entry.label,
    );
  });
  return el(
    "div",
    { class: "key" },
    words.measure ? el("p", { class: "measure" }, words.measure) : null,
    el("ul", { class: "legend", "aria-label": words.legend }, ...entries),
    items.some(({ brief }) => brief) ? el("p", { class: "narrow soft" }, words.thousands) : null,
  );
};

// Equal tiles

/**
 * @param {MapItem} item
 * @param {MapContent} content
 * @returns {Spot}
 */
const provinceTile = (item, { marks, words }) => {
  const badge = badgeOf(item, marks);
  /**
   * @param {string} text
   * @param {string} kind
   */
  const value = (text, kind) => {
    const length = Math.min(10, text.length + badge.length);
    return el("span", { class: `value ${kind} l${length}`, "data-badge": badge || null }, text);
  };
  const values = item.brief
    ? [value(item.value, "wide"), value(item.brief, "narrow")]
    : [value(markOf(item, marks), "")];
  const face = el(
    "span",
    { class: `face ${lookOf(item)}`, "aria-hidden": "true" },
    el("span", { class: "name" }, item.short),
    " ",
    ...values,
  );
  const name = item.name.includes(item.short) ? item.name : `${item.short} ${item.value}, ${item.name}`;
  const said = describe(item, name, words);
  const node = el("button", { type: "button", tabindex: "-1", class: "spot", "aria-label": said }, face);
  node.style.gridColumn = String(item.column);
  node.style.gridRow = String(item.row);
  return { node, item, key: item.id, x: item.column, y: item.row };
};

/**
 * @param {MapIsland} island
 * @param {MapItem} item
 * @param {MapContent} content
 * @returns {Spot}
 */
const islandTile = (island, item, { items, words }) => {
  const islets = (ISLETS[island.id] ?? ISLETS["hoang-sa"]).split(" ").map((islet) => {
    const [cx, cy] = islet.split(",");
    return svg("circle", { cx, cy, r: 1.7 });
  });
  const face = el(
    "span",
    { class: `face ${lookOf(item)}`, "aria-hidden": "true" },
    svg("svg", { viewBox: "0 0 40 25", class: "islets", "aria-hidden": "true" }, ...islets),
  );
  const [name, of] = splitLabel(island.label);
  const label = el("span", { class: "name", "aria-hidden": "true" }, el("b", {}, name), " ", of);
  const said = describe(item, island.label, words);
  const attributes = { type: "button", tabindex: "-1", class: "spot island", "aria-label": said };
  const node = el("button", attributes, label, face);
  const aside = columnsForWords(island, items);
  node.style.gridTemplateColumns = `repeat(${aside + 1}, minmax(0, 1fr))`;
  label.style.gridColumn = `span ${aside}`;
  node.style.gridColumn = `${island.column - aside} / span ${aside + 1}`;
  node.style.gridRow = String(island.row);
  return { node, item, island, key: island.id, x: island.column, y: island.row };
};

/**
 * @param {HTMLElement} stage
 * @param {MapContent} content
 * @param {Map<string, MapItem>} itemOf
 * @returns {Spot[]}
 */
const drawTiles = (stage, content, itemOf) => {
  stage.parentElement?.style.setProperty("--columns", String(content.columns));
  const spots = [
    ...content.items.map((item) => provinceTile(item, content)),
    ...content.islands.map((island) =>
      islandTile(island, /** @type {MapItem} */ (itemOf.get(island.province_id)), content),
    ),
  ].sort(byTile);
  stage.replaceChildren(...spots.map(({ node }) => node));
  return spots;
};

// Outlines

/**
 * A ground with a mark on it, all over.
 * @param {string} id
 * @param {number} unit
 * @param {SVGElement} mark
 * @param {number} turn degrees
 */
const pattern = (id, unit, mark, turn = 45) => {
  const size = { width: 6 * unit, height: 6 * unit };
  const tiling = { patternUnits: "userSpaceOnUse", patternTransform: `rotate(${turn})` };
  return svg("pattern", { id, ...size, ...tiling }, svg("rect", { ...size, class: "ground" }), mark);
};

/**
 * @param {Omit<Spot, "node">} spot
 * @param {string} name
 * @param {MapContent} content
 * @param {...SVGElement} inner
 * @returns {Spot}
 */
const outlineSpot = (spot, name, { words }, ...inner) => {
  const said = describe(spot.item, name, words);
  const attributes = {
    class: `spot ${lookOf(spot.item)}`,
    role: "button",
    tabindex: "-1",
    "aria-label": said,
  };
  return { ...spot, node: svg("g", attributes, ...inner) };
};

/**
 * @param {MapItem} item
 * @param {MapShapes} shapes
 * @param {MapContent} content
 */
const provinceOutline = (item, shapes, content) => {
  const kind = kindOf(item);
  const fill = GROUNDS[kind] ? `url(#${GROUNDS[kind]})` : null;
  const attributes = { d: shapes.paths[item.code], class: "shape", fill, "fill-rule": "evenodd" };
  const [x, y] = shapes.places[item.code];
  return outlineSpot({ item, key: item.id, x, y }, item.name, content, svg("path", attributes));
};

/**
 * An archipelago, and how far down it and its words reach.
 * @param {MapIsland} island
 * @param {MapItem} item
 * @param {IslandShape} shape
 * @param {MapContent} content
 * @param {{ unit: number, isNarrow: boolean }} size
 */
const islandOutline = (island, item, shape, content, { unit, isNarrow }) => {
  const margin = (isNarrow ? 5 : 8) * unit;
  const { x, y, width, height, scale } = frameOf(shape, margin, isNarrow);
  const dx = x + margin - shape.box[0] * scale;
  const dy = y + margin - shape.box[1] * scale;
  const size = (isNarrow ? 11 : 13) * unit;
  const lines = isNarrow ? splitLabel(island.label).filter(Boolean) : [island.label];
  const label = lines.map((line, n) =>
    svg(
      "text",
      {
        x: isNarrow ? x + width : x + width / 2,
        y: y + height + size * (1.15 + 1.2 * n),
        class: isNarrow ? "label end" : "label",
        "aria-hidden": "true",
        "font-size": size,
      },
      line,
    ),
  );
  const spot = outlineSpot(
    { item, island, key: island.id, x: x + width / 2, y: y + height / 2 },
    island.label,
    content,
    svg("rect", { class: isNarrow ? "frame" : "frame open", x, y, width, height, rx: 4 * unit }),
    svg("path", {
      d: shape.path,
      class: "isles",
      transform: isNarrow ? `translate(${dx} ${dy}) scale(${scale})` : null,
    }),
    ...label,
  );
  return { spot, bottom: y + height + size * 1.2 * (lines.length + 0.2) };
};

/**
 * Writes a province's words into it where they fit; else they are in its card. It must be in the document:
 * the browser says how wide the words are, and what lies inside.
 * @param {Spot} spot
 * @param {SVGGElement} layer
 * @param {Record<string, string>} marks
 * @param {number} unit
 */
const writeWords = ({ node, item, x, y }, layer, marks, unit) => {
  const shape = /** @type {SVGPathElement} */ (node.firstChild);
  const sign = markOf(item, marks);
  const badge = badgeOf(item, marks);
  const name = { kind: "name", text: item.short, size: 10.5 };
  const value = { kind: "value", text: sign, size: 12 };
  const badged = { kind: "value", text: `${sign} ${badge}`, size: 12 };
  const tries = sign ? [...(badge ? [[name, badged], [badged]] : [[name, value]]), [value]] : [[name]];
  for (const rows of tries) {
    const texts = rows.map(({ kind, text, size }) =>
      svg("text", { class: kind, "font-size": size * unit }, text),
    );
    layer.replaceChildren(...texts);
    const halfWidths = texts.map((text) => text.getComputedTextLength() / 2 + 1.5 * unit);
    const place = placeWords(
      halfWidths,
      { x, y },
      unit,
      (px, py) => shape.isPointInFill(new DOMPoint(px, py)),
      rows[0].text.length === 1,
    );
    if (place) {
      texts.forEach((text, n) => {
        text.setAttribute("x", String(place.x));
        text.setAttribute("y", String(place.ys[n]));
      });
      return;
    }
  }
  layer.replaceChildren();
};

/**
 * Draws the outlines. Returns the spots, and the layer above them for rings around what is pointed at and
 * chosen.
 * @param {HTMLElement} stage
 * @param {MapContent} content
 * @param {Map<string, MapItem>} itemOf
 * @param {number} width pixels
 * @returns {{ spots: Spot[], rings: SVGGElement }}
 */
const drawOutlines = (stage, content, itemOf, width) => {
  const { items, islands, words, marks } = content;
  const shapes = /** @type {MapShapes} */ (content.shapes);
  const isNarrow = width < NARROW;
  const [left, top, wide, high] = isNarrow ? shapes.near : shapes.viewbox;
  const unit = (wide + 2 * PAD) / width; // drawn units to a pixel: words and lines keep their size
  const provinces = items
    .filter(({ code }) => shapes.paths[code])
    .map((item) => provinceOutline(item, shapes, content));
  const archipelagos = islands
    .filter(({ id }) => shapes.islands[id])
    .map((island) => {
      const item = /** @type {MapItem} */ (itemOf.get(island.province_id));
      return islandOutline(island, item, shapes.islands[island.id], content, { unit, isNarrow });
    });
  const bottom = Math.max(top + high, ...archipelagos.map((island) => island.bottom));
  const spots = [...provinces, ...archipelagos.map(({ spot }) => spot)].sort(byOutline);
  const layers = svg("g", { class: "words", "aria-hidden": "true" });
  if (words.sea) {
    const attributes = {
      x: left + (isNarrow ? wide : wide * 0.66),
      y: top + high * (isNarrow ? 0.615 : 0.56),
      class: isNarrow ? "sea end" : "sea",
      "font-size": (isNarrow ? 12 : 15) * unit,
    };
    layers.append(svg("text", attributes, words.sea));
  }
  const rings = svg("g", { class: "rings", "aria-hidden": "true" });
  // The border of a province whose figure is not stated, or whose theme is a cause, is its mark:
  // no neighbour covers it.
  /** @param {Spot} spot */
  const isOnTop = ({ item }) => Number(["cause", "unstated"].includes(item.state));
  const line = svg("rect", { width: unit, height: 6 * unit, class: "line" });
  const flat = svg("rect", { width: 6 * unit, height: unit, class: "line" });
  const dot = svg("circle", { cx: 3 * unit, cy: 3 * unit, r: unit, class: "line" });
  const picture = svg(
    "svg",
    {
      class: "outlines",
      viewBox: `${left - PAD} ${top - PAD} ${wide + 2 * PAD} ${bottom - top + 2 * PAD}`,
    },
    svg(
      "defs",
      {},
      pattern("hatch", unit, line),
      pattern("dots", unit, dot),
      pattern("lines", unit, flat, 0),
    ),
    ...archipelagos.map(({ spot }) => spot.node),
    ...provinces.toSorted((a, b) => isOnTop(a) - isOnTop(b)).map(({ node }) => node),
    rings,
    layers,
  );
  stage.replaceChildren(picture);
  if (isNarrow && words.frames) stage.append(el("p", { class: "small soft frames" }, words.frames));
  for (const spot of provinces) {
    const layer = svg("g", { class: lookOf(spot.item) });
    layers.append(layer);
    writeWords(spot, layer, marks, unit);
  }
  return { spots, rings };
};

/**
 * Copies of a spot's border: a halo, and on it a ring of that kind.
 * @param {Spot} spot
 * @param {string} kind
 */
const ringsAround = ({ node }, kind) =>
  [...node.querySelectorAll("path.shape, rect.frame")].flatMap((border) =>
    ["halo", kind].map((name) => {
      const copy = /** @type {Element} */ (border.cloneNode());
      copy.setAttribute("class", name);
      copy.removeAttribute("fill");
      return copy;
    }),
  );

// Both

export default mount((root, /** @type {MapContent} */ content, open) => {
  const { items, words, marks, view } = content;
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const held = focusedKeys.get(root)?.();
  const card = el("div", { class: "card", "aria-hidden": "true" });
  const stage = el("div", {
    class: `stage ${view}`,
    role: "group",
    "aria-label": words.caption,
    "aria-describedby": "keys",
  });
  const aside = el("div", { class: "aside" }, legendOf(content), el("div", { class: "hold" }, card));
  root.replaceChildren(
    el("p", { id: "keys", class: "unseen" }, words.keys),
    el("div", { class: "map" }, stage, aside),
  );

  /** @type {Spot[]} */
  let spots = [];
  /** @type {SVGGElement | null} */
  let rings = null;
  /** @type {Spot | null} */
  let tabStop = null;
  /** @type {Spot | null} */
  let pointed = null;
  let selected = "";

  /** @param {EventTarget | null | undefined} target */
  const spotAt = (target) => {
    const node = target instanceof Element ? target.closest(".spot") : null;
    return spots.find((spot) => spot.node === node) ?? null;
  };
  const active = () => spotAt(/** @type {ShadowRoot | Document} */ (root.getRootNode()).activeElement);
  const visiblyFocused = () => {
    const spot = active();
    return spot?.node.matches(":focus-visible") ? spot : null;
  };
  focusedKeys.set(root, () => active()?.key);

  /** @param {Spot} spot */
  const moveTabStop = (spot) => {
    tabStop?.node.setAttribute("tabindex", "-1");
    tabStop = spot;
    spot.node.setAttribute("tabindex", "0");
  };

  /** @param {string | undefined} key */
  const focus = (key) => spots.find((spot) => spot.key === key)?.node.focus({ preventScroll: true });

  const drawRings = () => {
    const current = spots.filter(({ node }) => node.hasAttribute("aria-current"));
    rings?.replaceChildren(
      ...current.flatMap((spot) => ringsAround(spot, "selected")),
      ...(pointed ? ringsAround(pointed, "pointed") : []),
    );
  };

  /**
   * Fills the card with a spot; with none pointed at, with what is selected.
   * @param {Spot | null} spot
   * @param {boolean} floats
   */
  const show = (spot, floats) => {
    pointed = floats ? spot : null;
    drawRings();
    card.classList.toggle("floats", Boolean(spot && floats));
    const item = spot?.item ?? itemOf.get(selected);
    if (!item) {
      card.replaceChildren(el("p", { class: "soft" }, words.hint));
      return;
    }
    const kind = kindOf(item);
    const [first, ...rest] = item.state === "figure" ? item.lines : [words[kind], ...item.lines];
    card.replaceChildren(
      el("p", { class: "who" }, spot?.island?.label ?? item.name),
      el(
        "p",
        { class: "what" },
        el("i", { class: `face ${lookOf(item)}` }, item.value ? "" : markOf(item, marks)),
        el("strong", {}, first),
      ),
      ...rest.map((line) => el("p", {}, line)),
    );
    if (item.badge !== kind && words[item.badge]) {
      const badge = el("span", {}, badgeOf(item, marks));
      card.append(el("p", { class: "soft badged" }, badge, words[item.badge]));
    }
  };

  /** @param {string} id */
  const select = (id) => {
    selected = id;
    const current = new Set(spots.filter(({ item }) => item.id === id).map(({ node }) => node));
    markCurrent(
      spots.map(({ node }) => node),
      (node) => current.has(/** @type {HTMLElement} */ (node)),
    );
    if (!tabStop?.node.isConnected) moveTabStop(spots.find(({ item }) => item.id === id) ?? spots[0]);
    const spot = visiblyFocused() ?? (pointed?.node.isConnected ? pointed : null);
    show(spot, Boolean(spot));
  };

  /** @param {Spot} spot */
  const choose = ({ item }) => {
    select(item.id);
    show(null, false);
    following.add(root);
    open(item.id);
  };

  stage.addEventListener("click", (event) => {
    const spot = spotAt(event.target);
    if (!spot) return;
    moveTabStop(spot);
    choose(spot);
  });
  stage.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "touch") show(spotAt(event.target) ?? pointed, true);
  });
  stage.addEventListener("pointerleave", () => show(visiblyFocused(), false));
  stage.addEventListener("focusin", (event) => {
    const spot = spotAt(event.target);
    if (!spot) return;
    moveTabStop(spot);
    show(spot, spot.node.matches(":focus-visible"));
  });
  stage.addEventListener("focusout", () => show(null, false));
  stage.addEventListener("keydown", (event) => {
    const spot = spotAt(event.target);
    if (!spot) return;
    if (event.key === "Escape") {
      show(null, false);
      return;
    }
    // An outline is no button of the browser's own.
    if (spot.node.tagName !== "BUTTON" && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      choose(spot);
      return;
    }
    const next = keyTarget(event.key, spots, spot);
    if (next === undefined) return;
    event.preventDefault();
    if (!next) return;
    moveTabStop(next);
    next.node.focus({ preventScroll: true });
    next.node.scrollIntoView({ block: "nearest" });
  });

  observers.get(root)?.disconnect();
  if (view === "tiles") spots = drawTiles(stage, content, itemOf);
  else {
    let width = stage.clientWidth || USUAL_WIDTH;
    ({ spots, rings } = drawOutlines(stage, content, itemOf, width));
    const observer = new ResizeObserver(() => {
      if (stage.clientWidth === width || !stage.clientWidth) return;
      const key = active()?.key;
      width = stage.clientWidth;
      ({ spots, rings } = drawOutlines(stage, content, itemOf, width));
      select(selected);
      focus(key);
    });
    observer.observe(stage);
    observers.set(root, observer);
  }
  focus(held);

  return (id) => {
    select(id);
    if (following.delete(root)) follow(20);
  };
});
