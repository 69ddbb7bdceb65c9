import { groupBy } from "../../chat/group-by.js";
import type { Transcript } from "../../transcript/transcript.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import type { Verdict } from "../../verdict/verdict.js";

/**
 * The times of the turns of one target whose prompts are about as long. `from`, `below`: tokens of the prompt as the provider counts them;
 * `below` null: no upper limit. `firstMs`: milliseconds to the first content, for each turn; `longestGapMs`: the longest wait between two
 * pieces of content, of the turns that came in several.
 */
export type SizeTimes = {
  readonly target: string;
  readonly isSimulated: boolean;
  readonly from: number;
  readonly below: number | null;
  readonly firstMs: readonly number[];
  readonly longestGapMs: readonly number[];
};

/** Half-way between the sizes that people speak of, so that tokenizers which differ by a third put a prompt of 16 k into one class. */
const limits: readonly number[] = [0, 1_500, 6_000, 12_000, 24_000, 48_000, 96_000, 192_000, 384_000];

/**
 * The times of every turn of an eligible trial that says how long its prompt was and when its content came, by target and by size. Replayed
 * and authored bytes were never waited for, and have none.
 */
export function timesBySize(transcripts: readonly Transcript[], verdicts: readonly Verdict[]): readonly SizeTimes[] {
  const eligible = new Set(
    verdicts.flatMap(({ cell, judged }) =>
      judged.flatMap(({ trial, outcome }) => (outcome === "excluded" ? [] : [`${cellKey(cell)} ${trial}`])),
    ),
  );
  const timed = transcripts
    .filter(({ cell, trial }) => eligible.has(`${cellKey(cell)} ${trial}`))
    .flatMap(({ cell, provenance, turns }) =>
      turns.flatMap(({ reply, attempts }) => {
        const size = reply.usage?.inputTokens ?? null;
        const content = attempts.at(-1)?.content;
        if (size === null || content === undefined) return [];
        const at = limits.findLastIndex((limit) => size >= limit);
        return [{ target: cell.target, isSimulated: provenance.source === "simulated", at, content }];
      }),
    );
  const groups = groupBy(timed, ({ target, isSimulated, at }) => JSON.stringify([target, isSimulated, at]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { target, isSimulated, at } = first;
    return [
      {
        ...{ target, isSimulated, from: limits[at] ?? 0, below: limits[at + 1] ?? null },
        firstMs: group.map(({ content }) => content.firstMs),
        longestGapMs: group.flatMap(({ content }) => content.longestGapMs ?? []),
      },
    ];
  });
}
