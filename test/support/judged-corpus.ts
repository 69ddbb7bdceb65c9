import type { Observation } from "../../src/recordings/observe.js";
import { type ExchangeVerdict, judgeExchange } from "../../src/verdict/observed/judge-exchange.js";

/** The verdict on every exchange of a corpus. What is skipped has none. */
export function judgedCorpus(observed: ReadonlyMap<string, Observation>): readonly ExchangeVerdict[] {
  return [...observed.values()].flatMap((one) => {
    if (one.kind === "skipped") return [];
    const { file, interaction } = one.interaction;
    const { transcript, requestUnknown, toolsOffered } = one.exchange;
    return [judgeExchange(transcript, { file, interaction, requestUnknown, toolsOffered })];
  });
}

/** The findings of a verdict, each once, as `id (cause)`. */
export function findingsNamed(severity: "bad" | "note", { findings }: ExchangeVerdict): readonly string[] {
  const named = findings
    .filter((one) => one.severity === severity)
    .map(({ id, cause }) => (cause === null ? id : `${id} (${cause})`));
  return [...new Set(named)];
}

/** How often each word comes, in the order of the words. */
export function countOfWords(words: readonly string[]): { readonly [word: string]: number } {
  const counts: { [word: string]: number } = {};
  for (const word of [...words].sort()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
