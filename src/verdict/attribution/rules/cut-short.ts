import type { Conclusion, Rule, Seen } from "./rule.js";
import { fineOf } from "./rule.js";
import { cureText, decidingFactor } from "./words.js";

/** A finding that the request itself explains: all bad findings are of this kind, and the request has the factor. */
export const cutByRequest: Rule = {
  id: "cut-by-request",
  says: "The reply ended at the limit of tokens that the request sets, or was withheld by the guardrail that it names: `our-request`; suspected, where a higher limit was not asked.",
  source: "TRIBE-INC/claw-bench debug/test-consistency.mjs (maxTokens 100 with a thinking model), 2026-02-10",
  conclude: (seen) => cutByLimit(seen) ?? withheldByGuardrail(seen),
};

function cutByLimit(seen: Seen): Conclusion | null {
  const { findings, ask } = seen.failing;
  const limit = ask?.factors["token-limit"] ?? null;
  if (limit === null || !isOnly(findings, "cut-by-max-tokens")) return null;
  const [cure] = fineOf(seen, "factor").filter(({ difference }) => difference.id === "token-limit");
  const ended = `The reply ended at the limit that the request sets (${limit} tokens).`;
  if (cure !== undefined)
    return {
      party: "our-request",
      sentence: `${ended} ${cureText(cure)}`,
      uses: [cure],
      decides: decidingFactor(cure),
    };
  const but = ["It is not shown that a higher limit cures it: the model may run on."];
  return { party: "our-request", sentence: ended, uses: [], isSuspicion: true, but };
}

function withheldByGuardrail({ failing: { findings, ask } }: Seen): Conclusion | null {
  if ((ask?.factors["guardrail"] ?? null) === null || !isOnly(findings, "filtered")) return null;
  return { party: "our-request", sentence: "The guardrail that the request names withheld the reply.", uses: [] };
}

function isOnly(findings: readonly string[], id: string): boolean {
  return findings.length > 0 && findings.every((one) => one === id);
}
