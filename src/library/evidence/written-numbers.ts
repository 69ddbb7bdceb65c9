import { pointerTo } from "../../verdict/evidence/json-pointer.js";
import { closingQuote } from "../../wire/json-scan.js";

/** A number that two texts write in two ways. */
export type RewrittenNumber = { readonly pointer: string; readonly before: string; readonly after: string };

/**
 * The numbers at one place of two JSON texts that are equal once parsed and are not written alike: `1` and `1.0`, or whole numbers beyond
 * 2^53 whose last digits differ. A JSON patch cannot say them, and a service may read them in two ways. Both texts must be JSON,
 * of a limited depth.
 */
export function rewrittenNumbers(before: string, after: string): readonly RewrittenNumber[] {
  const others = writtenNumbers(after);
  return [...writtenNumbers(before)].flatMap(([pointer, written]) => {
    const other = others.get(pointer);
    if (other === undefined || other === written || Number(other) !== Number(written)) return [];
    return [{ pointer, before: written, after: other }];
  });
}

/** Where a scan is: in an object, at the member `name`; in an array, at the item `index`. */
type Open = { readonly isArray: boolean; name: string; index: number };

function writtenNumbers(text: string): ReadonlyMap<string, string> {
  const numbers = new Map<string, string>();
  const open: Open[] = [];
  let last = "";
  for (const token of tokensOf(text)) {
    const holder = open.at(-1);
    if (token === "{" || token === "[") open.push({ isArray: token === "[", name: "", index: 0 });
    else if (token === "}" || token === "]") open.pop();
    else if (token === "," && holder !== undefined) holder.index += 1;
    else if (token === ":" && holder !== undefined) holder.name = String(JSON.parse(last));
    else if (/^[-\d]/.test(token)) numbers.set(pointerTo(open.map(nameIn)), token);
    last = token;
  }
  return numbers;
}

/** Texts, numbers, and the signs that say where they stand. A pattern for a whole text would exhaust the stack on a long one. */
function* tokensOf(text: string): Generator<string> {
  const start = /["[\]{},:]|-?\d[\d.eE+-]*/g;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const end = match[0] === '"' ? (closingQuote(text, match.index) ?? text.length) + 1 : start.lastIndex;
    yield text.slice(match.index, end);
    start.lastIndex = end;
  }
}

function nameIn({ isArray, name, index }: Open): string {
  return isArray ? String(index) : name;
}
