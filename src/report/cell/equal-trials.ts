import type { Transcript } from "../../transcript/transcript.js";
import type { TrialVerdict, Verdict } from "../../verdict/verdict.js";
import { numberRanges } from "../number-ranges.js";

/** Trials with the same outcome, findings and replies. `transcript` and `judged`: of the first one; `judged` null: it was not judged. */
export type EqualTrials = {
  readonly trials: readonly number[];
  readonly transcript: Transcript;
  readonly judged: TrialVerdict | null;
  /** Of all of them, each once, in their order. */
  readonly requestIds: readonly string[];
};

/** Members of a reply that differ from trial to trial in equal replies. */
const varying = new Set(["id", "signature", "redacted"]);

/** Groups equal trials, in the order of the first of each group. */
export function equalTrials(transcripts: readonly Transcript[], { judged }: Verdict): readonly EqualTrials[] {
  const groups = new Map<string, EqualTrials>();
  for (const transcript of transcripts) {
    const own = judged.find(({ trial }) => trial === transcript.trial) ?? null;
    const key = keyOf(transcript, own);
    const sofar = groups.get(key) ?? { trials: [], transcript, judged: own, requestIds: [] };
    const ids = transcript.turns.flatMap(({ attempts }) => attempts.flatMap(({ requestId }) => requestId ?? []));
    groups.set(key, {
      ...sofar,
      trials: [...sofar.trials, transcript.trial],
      requestIds: [...new Set([...sofar.requestIds, ...ids])],
    });
  }
  return [...groups.values()];
}

/** `trial 2`, or `trials 1, 3, 5–9`. */
export function trialsText(trials: readonly number[]): string {
  return `${trials.length === 1 ? "trial" : "trials"} ${numberRanges(trials)}`;
}

function keyOf({ turns, notReached, notRun }: Transcript, judged: TrialVerdict | null): string {
  const replies = turns.map(({ step, reply }) => [
    step,
    reply.status,
    reply.completeness,
    reply.finish,
    reply.usage?.outputTokens ?? null,
    reply.failure?.kind ?? null,
    JSON.stringify(reply.parts, (name, value) => (varying.has(name) ? undefined : value)),
  ]);
  const verdict = judged === null ? null : [judged.outcome, judged.reason, judged.upstream, judged.findings];
  return JSON.stringify([verdict, replies, notReached, notRun?.reason ?? null]);
}
