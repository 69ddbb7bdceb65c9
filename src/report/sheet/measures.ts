import type { Transcript, Turn } from "../../transcript/transcript.js";
import type { Verdict } from "../../verdict/verdict.js";
import type { SheetMeasures } from "./sheet.js";

/**
 * What the eligible trials of a cell took and cost. A trial has a value where each of the turns that it needs has one; authored bytes took
 * no time and cost nothing, so that they have neither.
 */
export function measuresOf(
  transcripts: readonly Transcript[],
  { judged, provenance }: Pick<Verdict, "judged" | "provenance">,
): SheetMeasures {
  const excluded = new Set(judged.filter(({ outcome }) => outcome === "excluded").map(({ trial }) => trial));
  const eligible = transcripts.filter(({ trial, turns }) => !excluded.has(trial) && turns.length > 0);
  const timed = provenance?.source === "authored" ? [] : eligible;
  return {
    firstByteMs: timed.flatMap((trial) => firstByteMsOf(trial) ?? []),
    ...paceOf(timed),
    totalMs: timed.flatMap((trial) => totalMsOf(trial) ?? []),
    usd: timed.flatMap((trial) => sumOf(trial, ({ reply }) => reply.usage?.costUsd ?? null) ?? []),
    outputTokens: eligible.flatMap((trial) => outputTokensOf(trial) ?? []),
  };
}

/** When content came, of trials that note it: `{}` where none does, as in runs of earlier versions. */
function paceOf(timed: readonly Transcript[]): Pick<SheetMeasures, "firstContentMs" | "longestGapMs"> {
  const paces = timed.map(({ turns }) => turns.flatMap(({ attempts }) => attempts.at(-1)?.content ?? []));
  if (paces.every((turns) => turns.length === 0)) return {};
  return {
    firstContentMs: paces.flatMap(([first]) => first?.firstMs ?? []),
    longestGapMs: paces.flatMap((turns) => {
      const gaps = turns.flatMap(({ longestGapMs }) => longestGapMs ?? []);
      return gaps.length === 0 ? [] : [Math.max(...gaps)];
    }),
  };
}

/** Milliseconds to the headers of the reply of its first turn. */
export function firstByteMsOf({ turns }: Transcript): number | null {
  return turns[0]?.attempts.at(-1)?.firstByteMs ?? null;
}

/** Milliseconds of all its turns. */
export function totalMsOf(transcript: Transcript): number | null {
  return sumOf(transcript, ({ attempts }) => attempts.at(-1)?.totalMs ?? null);
}

export function outputTokensOf(transcript: Transcript): number | null {
  return sumOf(transcript, ({ reply }) => reply.usage?.outputTokens ?? null);
}

/** The sum over the turns of a trial; null where one of them has no value, or there is none. */
function sumOf({ turns }: Transcript, value: (turn: Turn) => number | null): number | null {
  const values = turns.flatMap((turn) => value(turn) ?? []);
  return values.length < turns.length || turns.length === 0 ? null : values.reduce((sum, one) => sum + one, 0);
}
