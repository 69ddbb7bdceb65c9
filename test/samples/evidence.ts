import type { CellIdentity } from "../../src/transcript/transcript.js";
import type { ControlReading } from "../../src/verdict/attribution/attribution.js";
import type { AgainCall } from "../../src/verdict/evidence/experiment-result.js";
import type { TrialVerdict, Verdict } from "../../src/verdict/verdict.js";
import { cell } from "./transcripts.js";

/** Verdicts, readings and calls written by hand, for tests of evidence. */

type Trial = TrialVerdict["outcome"] | readonly [TrialVerdict["outcome"], upstream: string];

/** A cell with these trials, from 1: an outcome alone, or with the upstream that a gateway names. */
export function verdictOf(identity: Partial<CellIdentity>, trials: readonly Trial[]): Verdict {
  const judged = trials.map((trial, at): TrialVerdict => {
    const [outcome, upstream] = typeof trial === "string" ? [trial, null] : trial;
    const excluded = outcome === "excluded";
    return {
      ...{ trial: at + 1, outcome, upstream, reason: excluded ? "throttled" : null, checks: [], requestIds: [] },
      findings: outcome === "bad" ? [finding("answer")] : [],
      ...{ lastText: null, message: excluded ? "too many requests" : null },
    };
  });
  const count = (those: readonly TrialVerdict[], wanted: string) =>
    those.filter(({ outcome }) => outcome === wanted).length;
  const [ok, bad] = [count(judged, "ok"), count(judged, "bad")];
  const names = [...new Set(judged.flatMap(({ upstream }) => upstream ?? []))].sort();
  return {
    cell: { ...cell, ...identity },
    ...{ exercises: [], claim: null, further: null, reason: null, reasonText: null, sampling: "fixed" },
    observed: ok + bad === 0 ? "blocked" : bad === 0 ? "ok" : ok === 0 ? "bad" : "mixed",
    trials: { attempted: ok + bad, eligible: ok + bad, ok, bad, excluded: {}, interval: null, intervalKind: null },
    ...{ distinctReplies: 1, cachedTokens: null, findings: [], requestIds: [], provenance: null, sampleText: null },
    upstreams: Object.fromEntries(
      names.map((name) => {
        const own = judged.filter(({ upstream }) => upstream === name);
        return [name, [count(own, "ok"), count(own, "ok") + count(own, "bad")]] as const;
      }),
    ),
    judged,
  };
}

export function finding(step: string | null): TrialVerdict["findings"][number] {
  return { id: "empty-reply", cause: "silent", severity: "bad", step, seen: "nothing" };
}

/** A control that is fine, a factor away; `of`: its name. */
export function reading(of: string, change: Partial<ControlReading> = {}): ControlReading {
  return { kind: "factor", differs: "id-form", of, bad: 0, eligible: 10, reading: "fine", caveats: [], ...change };
}

/** Calls of an experiment in pairs, the failing request first: `b` bad, `o` ok, `x` excluded, `-` not asked. */
export function pairsOf(text: string): readonly AgainCall[] {
  const outcomes = { b: "bad", o: "ok", x: "excluded" } as const;
  const calls = text.split(" ").flatMap((pair, at) =>
    [...pair].flatMap((letter, side) => {
      const outcome = outcomes[letter as keyof typeof outcomes] ?? null;
      return outcome === null ? [] : [{ pair: at + 1, arm: side === 0 ? "failing" : "working", outcome } as const];
    }),
  );
  return calls.map((one, at) => ({
    ...{ call: at + 1, ...one, reason: null, findings: [], startedAt: null, requestId: null },
    ...{ upstream: null, status: 200, entry: at },
  }));
}
