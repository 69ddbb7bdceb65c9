import type { Finding, FindingCount, TrialVerdict, Verdict } from "../../verdict/verdict.js";
import { digestOf, shortName, vendorWord } from "./digest-text.js";

/**
 * The verdict on a cell of private recordings without any text of its requests and replies: lengths and hashes stand in their place. Each member is
 * named, so that a new one is decided on too.
 */
export function withholdVerdict(verdict: Verdict): Verdict {
  const { provenance } = verdict;
  return {
    ...{ cell: verdict.cell, exercises: verdict.exercises, observed: verdict.observed, claim: verdict.claim },
    ...{ further: verdict.further, reason: verdict.reason, reasonText: digest(verdict.reasonText) },
    ...{ trials: verdict.trials, sampling: verdict.sampling, distinctReplies: verdict.distinctReplies },
    cachedTokens: verdict.cachedTokens,
    findings: verdict.findings.map(withheldCount),
    upstreams: Object.fromEntries(Object.entries(verdict.upstreams).map(([name, counts]) => [shortName(name), counts])),
    requestIds: verdict.requestIds.map(shortName),
    provenance: provenance === null ? null : { ...provenance, note: null },
    sampleText: digest(verdict.sampleText),
    judged: verdict.judged.map(withheldJudgement),
  };
}

function withheldJudgement(judged: TrialVerdict): TrialVerdict {
  return {
    ...{ trial: judged.trial, outcome: judged.outcome, reason: judged.reason },
    upstream: judged.upstream === null ? null : shortName(judged.upstream),
    findings: judged.findings.map(withheldFinding),
    checks: judged.checks.map(({ check, outcome, step, finding }) => ({
      ...{ check, outcome, step },
      finding: finding === null ? null : withheldFinding(finding),
    })),
    requestIds: judged.requestIds.map(shortName),
    lastText: digest(judged.lastText),
    message: digest(judged.message),
  };
}

function withheldFinding({ id, cause, severity, step, seen }: Finding): Finding {
  return { ...{ id, severity, step }, cause: cause === null ? null : vendorWord(cause), seen: digestOf(seen) };
}

function withheldCount({ id, cause, severity, n, seen, step, trial }: FindingCount): FindingCount {
  return {
    ...{ id, severity, n, step, trial },
    cause: cause === null ? null : vendorWord(cause),
    seen: digestOf(seen),
  };
}

function digest(text: string | null): string | null {
  return text === null ? null : digestOf(text);
}
