import type { ObservedCell } from "../../verdict/observed/tally.js";
import { countsText, findingText } from "../cell-text.js";
import { glyphOf } from "../glyph.js";

/** An observed cell on one line: `✗ 0/2 reasoning-only (part) ×2`; empty where no recording has such a request. */
export function observedCellText(cell: ObservedCell | null): string {
  if (cell === null) return "";
  const { observed, findings } = cell;
  const sign = glyphOf({ observed, claim: null, provenance: null });
  const bad = findings.filter(({ severity }) => severity === "bad").map(findingText);
  return [sign, observedCounts(cell), ...bad].join(" ");
}

/** `2/3 (+1 throttled)`, or why nothing counts: `blocked: throttled ×3`. */
export function observedCounts({ observed, trials, reason }: ObservedCell): string {
  if (trials.eligible > 0) return countsText({ trials, upstreams: {} });
  return `${observed}: ${reason ?? "unknown"}${trials.attempted > 1 ? ` ×${trials.attempted}` : ""}`;
}
