import { quotedName } from "../../verdict/evidence/quoted-name.js";
import { closingQuote } from "../../wire/json-scan.js";

/**
 * The first name that stands twice in one object of a JSON text, quoted for printing; null: none does. `JSON.parse` keeps the last of
 * them in silence. The text must be JSON.
 */
export function repeatedName(text: string): string | null {
  /** The names of each open object; null for an array. */
  const open: (Set<string> | null)[] = [];
  let expectsName = false;
  for (let offset = 0; offset < text.length; offset += 1) {
    const character = text[offset];
    if (character === '"') {
      const end = closingQuote(text, offset) ?? text.length;
      const names = open.at(-1) ?? null;
      if (names !== null && expectsName) {
        const name = String(JSON.parse(text.slice(offset, end + 1)));
        if (names.has(name)) return quotedName(name);
        names.add(name);
        expectsName = false;
      }
      offset = end;
    } else if (character === "{") {
      open.push(new Set());
      expectsName = true;
    } else if (character === "[") open.push(null);
    else if (character === "}" || character === "]") open.pop();
    else if (character === ",") expectsName = true;
  }
  return null;
}
