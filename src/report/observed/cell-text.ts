import type { ObservedCell } from "../../verdict/observed/tally.js";
import { countsText, findingText } from "../cell-text.js";
import { glyphOf } from "../glyph.js";

/** An observed cell on one line: `✗ 0/2 reasoning-only (part) ×2`; empty where no recording has such a request. */
export function observedCellText(cell: ObservedCell | null): string {
  return observedCellLines(cell).join(" ");
}

/** An observed cell as lines: its sign and counts, then each bad finding. `[]` where no recording has such a request. */
export function observedCellLines(cell: ObservedCell | null): readonly string[] {
  if (cell === null) return [];
  const { observed, trials, reason, findings } = cell;
  const sign = glyphOf({ observed, claim: null, provenance: null });
  const counts =
    trials.eligible === 0
      ? `${observed}: ${reason ?? "unknown"}${trials.attempted > 1 ? ` ×${trials.attempted}` : ""}`
      : countsText({ trials, upstreams: {} });
  const bad = findings.filter(({ severity }) => severity === "bad").map(findingText);
  return [`${sign} ${counts}`, ...bad];
}

/** `text` on one line, cut to `limit` UTF-16 units. */
export function clipped(text: string, limit: number): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`;
}
