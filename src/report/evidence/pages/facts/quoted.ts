import { block } from "../../../markdown-text.js";

/** What may be quoted: at most `limit` UTF-16 units (default 1200). `file`: the one that has all, as printed. */
type Quote = { readonly limit?: number; readonly file: string; readonly language?: string };

/** Foreign text in a fence of its own, longer than any run of backticks in it, and how much was left out. */
export function quoted(text: string, { limit = 1200, file, language = "" }: Quote): string {
  const left = text.length - limit;
  const shown = block(text.slice(0, limit), { limit, language });
  return left <= 0 ? shown : `${shown}\n\n${left} more characters are left out; ${file} has all of them.`;
}
