import { shownText } from "./shown-text.js";

/** A text inside an element: no markup, no `]]>`, and no character that XML 1.0 forbids. Keeps line breaks. At most `most` UTF-16 units. */
export function xmlText(text: string, most: number): string {
  return escaped(shownText(text, { most, lines: true }));
}

/** An attribute with its value, on one line; empty where there is no value. At most `most` UTF-16 units. */
export function attribute(name: string, value: string | number | null, most = 300): string {
  if (value === null) return "";
  return ` ${name}="${typeof value === "number" ? value : escaped(shownText(value, { most }))}"`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"'\t]/g, (character) => entities[character] ?? character);
}

const entities: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\t": "&#9;",
};
