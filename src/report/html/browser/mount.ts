import { type Html, markupText } from "../markup/html.js";

type Policy = { readonly createHTML: (markup: string) => string };
declare const trustedTypes: { readonly createPolicy: (name: string, rules: Policy) => Policy } | undefined;

/** Only vouched markup passes here, and the page's policy lets markup in through no other door. */
const policy: Policy =
  typeof trustedTypes === "undefined"
    ? { createHTML: (markup) => markup }
    : trustedTypes.createPolicy("page", { createHTML: (markup) => markup });

/** Replaces what an element holds. */
export function mount(element: Element, content: Html): void {
  element.innerHTML = policy.createHTML(markupText(content));
}

export function byId(id: string): HTMLElement | null {
  return document.getElementById(id);
}

/** The elements below `root` of a selector. */
export function all(root: ParentNode, selector: string): readonly HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(selector)];
}

/** The place of a cell or model in the page's lists, from an attribute; null: the element has none. */
export function placeIn(
  element: HTMLElement | null | undefined,
  name: "cell" | "model" | "column" | "open",
): number | null {
  const text = element?.dataset[name];
  return text === undefined ? null : Number(text);
}
