/**
 * The whole objects of a JSON list of objects, as text, in their order; `isClosed`: the list ends, and only white space follows.
 * Reads a list that is cut: the objects before the cut are whole.
 */
export function jsonItems(text: string): { readonly items: readonly string[]; readonly isClosed: boolean } {
  const items: string[] = [];
  const open = text.indexOf("[");
  for (let at = open + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === "]") return { items, isClosed: text.slice(at + 1).trim() === "" };
    if (character === "," || character?.trim() === "") continue;
    const end = endOfValue(text, at);
    if (end === null) break;
    items.push(text.slice(at, end));
    at = end - 1;
  }
  return { items, isClosed: false };
}

/** The offset behind the value that begins here, by its brackets; null: it does not end. */
function endOfValue(text: string, start: number): number | null {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (end === null) return null;
      at = end - 1;
    } else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (character === "," && depth === 0) return at;
  }
  return null;
}

function endOfString(text: string, start: number): number | null {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return null;
}
