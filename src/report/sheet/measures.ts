import type { Transcript, Turn } from "../../transcript/transcript.js";
import type { Verdict } from "../../verdict/verdict.js";
import type { SheetMeasures } from "./sheet.js";

/** What the eligible trials of a cell took and cost. A trial has a value where each of the turns that it needs has one. */
export function measuresOf(transcripts: readonly Transcript[], { judged }: Pick<Verdict, "judged">): SheetMeasures {
  const excluded = new Set(judged.filter(({ outcome }) => outcome === "excluded").map(({ trial }) => trial));
  const eligible = transcripts.filter(({ trial, turns }) => !excluded.has(trial) && turns.length > 0);
  return {
    firstByteMs: eligible.flatMap(({ turns }) => turns[0]?.attempts.at(-1)?.firstByteMs ?? []),
    totalMs: sums(eligible, ({ attempts }) => attempts.at(-1)?.totalMs ?? null),
    usd: sums(eligible, ({ reply }) => reply.usage?.costUsd ?? null),
    outputTokens: sums(eligible, ({ reply }) => reply.usage?.outputTokens ?? null),
  };
}

function sums(transcripts: readonly Transcript[], value: (turn: Turn) => number | null): readonly number[] {
  return transcripts.flatMap(({ turns }) => {
    const values = turns.flatMap((turn) => value(turn) ?? []);
    return values.length < turns.length ? [] : [values.reduce((sum, one) => sum + one, 0)];
  });
}
