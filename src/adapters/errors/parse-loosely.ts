/** The value of JSON, or of JSON text inside JSON; undefined when the text is neither. */
export function parseLoosely(text: string): unknown {
  // Most messages are plain text, and a parser that throws is slow.
  if (!/^\s*[[{"\d]/.test(text)) return undefined;
  let value: unknown = text;
  for (let times = 0; times < 3 && typeof value === "string"; times++) {
    try {
      value = JSON.parse(value);
    } catch {
      return times === 0 ? undefined : value;
    }
  }
  return value;
}
