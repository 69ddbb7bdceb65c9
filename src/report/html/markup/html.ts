import { visible } from "./visible.js";

/** The key of vouched markup. It is not exported and no parsed text has a symbol, so that only this file can make markup. */
const vouched = Symbol("markup");

/** Markup that is safe to be shown: made by {@link html} and {@link joined}, and read back by {@link writtenMarkup}. */
export type Html = { readonly [vouched]: string };

/** What may stand in a template: text and numbers are escaped, markup stays, a list is joined, and null and false are nothing. */
export type Part = Html | string | number | null | false | readonly Part[];

/**
 * Markup from a template. The literal parts are ours; every value is escaped, in text and inside quoted attributes alike. An attribute must
 * be quoted, and a value never stands in a tag's name, in `<script>` or in `<style>`.
 */
export function html(literals: TemplateStringsArray, ...values: readonly Part[]): Html {
  let markup = literals[0] ?? "";
  for (const [at, value] of values.entries()) markup += `${markupOf(value)}${literals[at + 1] ?? ""}`;
  return { [vouched]: markup };
}

/** Parts one after the other, with nothing between them. */
export function joined(parts: readonly Part[]): Html {
  return { [vouched]: parts.map(markupOf).join("") };
}

/** Markup that {@link html} made when the page was written, read back from the page itself. Nothing else may be given. */
export function writtenMarkup(markup: string): Html {
  return { [vouched]: markup };
}

/** The text of markup, to be written or drawn. */
export function markupText(markup: Html): string {
  return markup[vouched];
}

/** Text for an attribute or an element: no character of it is markup, and none is invisible or turns the direction of others. */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities.get(character) ?? character);
}

const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

function markupOf(part: Part): string {
  if (part === null || part === false) return "";
  if (typeof part === "string") return escaped(part);
  if (typeof part === "number") return String(part);
  return vouched in part ? part[vouched] : part.map(markupOf).join("");
}
