import { countedClaim } from "../../verdict/claim-text.js";
import type { Verdict } from "../../verdict/verdict.js";

export type Sign = Verdict["observed"] | "pass" | "fail" | "flaky";

/** The signs of a screen, by what they stand for, the character of a rule, and the mark of a cell in which something was found that makes no trial fail. */
export type Signs = { readonly [sign in Sign | "rule" | "note"]: string };

/** The signs of every report. */
export const usualSigns: Signs = {
  ...{ pass: "✅", fail: "❌", flaky: "⚠️" },
  ...{ ok: "✓", bad: "✗", mixed: "~", blocked: "△", unsupported: "∅", "not-run": "–" },
  ...{ rule: "─", note: "•" },
};

/** For a terminal without those. A claim is in capitals, an observation is not. */
export const asciiSigns: Signs = {
  ...{ pass: "PASS", fail: "FAIL", flaky: "FLAKY" },
  ...{ ok: "ok", bad: "x", mixed: "~", blocked: "!", unsupported: "n/a", "not-run": "-" },
  ...{ rule: "-", note: "*" },
};

/** What a cell is, as the sign that stands for it. Null: not part of the run. */
export function signOf(verdict: Pick<Verdict, "observed" | "claim"> | null): Sign {
  return verdict === null ? "not-run" : (countedClaim(verdict) ?? verdict.observed);
}
