import { block } from "../../../markdown-text.js";

/** Foreign text in a fence of its own, at most `limit` UTF-16 units of it, and what was left out. `file`: the one that has the whole text. */
export function quoted(text: string, { limit = 1200, file }: { readonly limit?: number; readonly file: string }): string {
  const left = text.length - limit;
  const shown = block(text.slice(0, limit), { limit });
  return left <= 0 ? shown : `${shown}\n\n${left} more characters are left out; [${file}](${file}) has all of them.`;
}
