import { expect } from "vitest";

/** The parts stand in the text, one after the other. */
export function expectParts(text: string, parts: readonly string[]): void {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    if (at === -1) expect(text.slice(from)).toContain(part);
    from = at + part.length;
  }
}
