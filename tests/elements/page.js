// A page without a browser, and what Streamlit does with an element on it.
import { Window } from "happy-dom";

const window = new Window({ url: "https://reports.example/membership?lang=en" });
for (const name of [
  "document",
  "location",
  "Element",
  "Event",
  "MouseEvent",
  "KeyboardEvent",
  "XMLSerializer",
]) {
  globalThis[name] = window[name];
}
globalThis.matchMedia = () => ({ matches: true });
globalThis.addEventListener = window.addEventListener.bind(window);
Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true, writable: true });

/** Draws an element in a shadow of its own; `run` is what happens whenever the page runs, `opened` what was sent. */
export const draw = (element, content, selected = "") => {
  const host = document.createElement("div");
  document.body.replaceChildren(host);
  const shadow = host.attachShadow({ mode: "open" });
  shadow.innerHTML = '<div class="root"></div>';
  const root = shadow.querySelector(".root");
  const opened = [];
  const run = (nextContent, nextSelected = "") => {
    const sent = { content: nextContent, digest: JSON.stringify(nextContent), selected: nextSelected };
    element({
      data: new TextEncoder().encode(JSON.stringify(sent)),
      parentElement: shadow,
      setTriggerValue: (name, code) => opened.push([name, code]),
    });
  };
  run(content, selected);
  return { root, opened, run, all: (selector) => [...root.querySelectorAll(selector)] };
};

export const texts = (nodes) => nodes.map((node) => node.textContent);
export const press = (node, key, options = {}) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...options });
  node.dispatchEvent(event);
  return event;
};
export const click = (node, options = {}) => {
  const event = new MouseEvent("click", { bubbles: true, cancelable: true, ...options });
  node.dispatchEvent(event);
  return event;
};
/** Lets promises that are due come to their end. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));
