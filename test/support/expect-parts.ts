import { expect } from "vitest";

/** Asserts that the text contains the parts in this order. */
export function expectParts(text: string, parts: readonly string[]): void {
  let from = 0;
  for (const part of parts) {
    const found = text.indexOf(part, from);
    if (found === -1) expect(text.slice(from)).toContain(part);
    from = found + part.length;
  }
}
