import { countedClaim, simulatedMark } from "../../verdict/claim-text.js";
import { claimRule } from "../../verdict/statistics/statistics.js";
import type { Verdict } from "../../verdict/verdict.js";
import { counted } from "../counted.js";
import { furtherText } from "../further-text.js";

/** `observed bad: every eligible trial has a bad finding`. */
export function observedSentence({ observed }: Pick<Verdict, "observed">): string {
  return `observed ${observed}: ${observedRules[observed]}`;
}

/** `claim fail: …` with the rule that it follows, or `no claim: …` with the reason. */
export function claimSentence(verdict: Verdict): string {
  const claim = countedClaim(verdict);
  return claim === null
    ? `no claim: ${noClaim(verdict)}`
    : `claim ${claim}${simulatedMark(verdict)}: ${claimRules[claim]}`;
}

const observedRules: { readonly [observed in Verdict["observed"]]: string } = {
  ok: "every eligible trial was free of bad findings",
  bad: "every eligible trial has a bad finding",
  mixed: "some eligible trials have a bad finding, some have none",
  blocked: "no trial was eligible: refused before the model was asked, or no connection",
  unsupported: "no trial was eligible: the target does not offer what the scenario needs",
  "not-run": "no request was sent, or the fault is in llm-parity",
};

const claimRules = {
  fail: `the lower 95 % bound of the failure rate is above ${100 * claimRule.failAbove} %`,
  pass: `the upper 95 % bound of the failure rate is at most ${100 * claimRule.passAtMost} % (the unacceptable rate, of a sequential test)`,
  flaky: `the lower 95 % bound of the failure rate is above ${100 * claimRule.flakyAbove} % (the acceptable rate, of a sequential test), and some trials are ok`,
} as const;

function noClaim({ trials, provenance, upstreams, further, effects }: Verdict): string {
  if (further !== null)
    return `inconclusive, the sample supports none of pass, fail and flaky: ${furtherText(further)}`;
  if (provenance?.source === "authored") return "authored bytes show no vendor's behaviour";
  if (effects !== undefined && trials.eligible > 0) return "the trials were counted for the comparison of parameters";
  if (Object.keys(upstreams).length > 1) return "the trials were served by different upstreams";
  return `${counted(trials.eligible, "eligible trial")}; at least ${claimRule.fewestTrials} are needed`;
}
