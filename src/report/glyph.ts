import { unreachable } from "../chat/unreachable.js";
import { countedClaim, simulatedMark } from "../verdict/claim-text.js";
import type { Verdict } from "../verdict/verdict.js";

/**
 * The sign of a cell. Filled signs (✅ ❌ ⚠️) are claims, from a sample that supports one; after those of a simulator stands
 * "(simulated)". Hollow signs (✓ ✗ ~) are observations: too few trials, or authored bytes. The other signs mean that nothing was
 * observed.
 */
export function glyphOf(verdict: Pick<Verdict, "observed" | "claim" | "provenance">): string {
  const claim = countedClaim(verdict);
  if (claim !== null) return `${filled[claim]}${simulatedMark(verdict)}`;
  switch (verdict.observed) {
    case "ok":
      return "✓";
    case "bad":
      return "✗";
    case "mixed":
      return "~";
    case "blocked":
      return "△";
    case "unsupported":
      return "∅";
    case "not-run":
      return "–";
    default:
      return unreachable(verdict.observed);
  }
}

const filled = { pass: "✅", fail: "❌", flaky: "⚠️" } as const;

/** Sign → meaning, in the order of the report's legend. */
export const legend: readonly (readonly [glyph: string, meaning: string])[] = [
  ["✅", "claim: passes (the sample of recorded traffic is large enough to show it)"],
  ["❌", "claim: fails (more often than not, with 95 % confidence)"],
  ["⚠️", "claim: flaky (fails more often than is acceptable, and not always)"],
  ["✓", "as expected: observed in every eligible trial; no claim"],
  ["✗", "failing: observed in every eligible trial; no claim"],
  ["~", "failing at times: observed in some trials; no claim"],
  ["△", "blocked: refused before the model was asked, or no connection; not evidence about the model"],
  ["∅", "unsupported: the target does not offer what the scenario needs"],
  ["–", "not run: no recording; never filled in"],
  ["· note", "something to know that makes no trial fail"],
];
