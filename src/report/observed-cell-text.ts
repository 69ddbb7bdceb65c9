import type { ObservedCell } from "../verdict/observed/tally.js";
import { findingText } from "./cell-text.js";
import { glyphOf } from "./glyph.js";

/** An observed cell on one line: `✗ 0/2 reasoning-only (part) ×2`; empty where no recording asks this. */
export function observedCellText(cell: ObservedCell | null): string {
  return observedCellLines(cell).join(" ");
}

/** The same, its sign and counts first, then a line for each bad finding. */
export function observedCellLines(cell: ObservedCell | null): readonly string[] {
  if (cell === null) return [];
  const { observed, trials, reason, findings } = cell;
  const sign = glyphOf({ observed, claim: null, provenance: null });
  const excluded = Object.entries(trials.excluded).map(([word, n]) => `+${n} ${word}`);
  const counts =
    trials.eligible === 0
      ? `${observed}: ${reason ?? "unknown"}${trials.attempted > 1 ? ` ×${trials.attempted}` : ""}`
      : [`${trials.ok}/${trials.eligible}`, ...(excluded.length === 0 ? [] : [`(${excluded.join(", ")})`])].join(" ");
  const bad = findings.filter(({ severity }) => severity === "bad").map(findingText);
  return [`${sign} ${counts}`, ...bad];
}
