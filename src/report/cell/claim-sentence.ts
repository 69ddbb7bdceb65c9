import { countedClaim, simulatedMark } from "../../verdict/claim-text.js";
import { claimRule } from "../../verdict/statistics/statistics.js";
import type { Verdict } from "../../verdict/verdict.js";
import { counted } from "../counted.js";
import { furtherText } from "../further-text.js";

/** `failing: every eligible trial has a bad finding`. */
export function observedSentence({ observed }: Pick<Verdict, "observed">): string {
  return observedRules[observed];
}

/** `claim: fails, since …` with the rule that it follows, or `no claim: …` with the reason. */
export function claimSentence(verdict: Verdict): string {
  const claim = countedClaim(verdict);
  return claim === null
    ? `no claim: ${noClaim(verdict)}`
    : `claim: ${claimVerbs[claim]}${simulatedMark(verdict)}, since ${claimRules[claim]}`;
}

const observedRules: { readonly [observed in Verdict["observed"]]: string } = {
  ok: "as expected: no eligible trial has a bad finding",
  bad: "failing: every eligible trial has a bad finding",
  mixed: "failing at times: some eligible trials have a bad finding, some have none",
  blocked: "blocked: no trial was eligible; refused before the model was asked, or no connection",
  unsupported: "unsupported: no trial was eligible; the target does not offer what the scenario needs",
  "not-run": "not run: no request was sent, or the fault is in llm-parity",
};

/** What people read for a claim. */
export const claimVerbs = { fail: "fails", pass: "passes", flaky: "flaky" } as const;

const claimRules = {
  fail: `the lower 95 % bound of the failure rate is above ${100 * claimRule.failAbove} %`,
  pass: `the upper 95 % bound of the failure rate is at most ${100 * claimRule.passAtMost} % (the unacceptable rate, of a sequential test)`,
  flaky: `the lower 95 % bound of the failure rate is above ${100 * claimRule.flakyAbove} % (the acceptable rate, of a sequential test), and some trials are ok`,
} as const;

function noClaim({ trials, provenance, upstreams, further, effects }: Verdict): string {
  if (further !== null)
    return `inconclusive, the sample supports neither pass, fail nor flaky: ${furtherText(further)}`;
  if (provenance?.source === "authored") return "authored bytes show no vendor's behaviour";
  if (effects !== undefined && trials.eligible > 0) return "the trials were counted for the comparison of parameters";
  if (Object.keys(upstreams).length > 1) return "the trials were served by different upstreams";
  return `${counted(trials.eligible, "eligible trial")}; at least ${claimRule.fewestTrials} are needed`;
}
