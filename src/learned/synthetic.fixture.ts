import { type Candidate, candidatesOf } from "./data/candidate.js";
import type { Located } from "./data/located.js";
import type { RoutingRow } from "./data/rows.js";
import { randomSource } from "./learn/random-source.js";

/** Synthetic routing data: each topic has its own words and one model that is good at it. */
export type Topic = { readonly best: string; readonly share: number; readonly words: readonly string[] };

const filler =
  "please could you tell me about the following thing today in short words with an answer that I can use soon".split(
    " ",
  );

export const topics: readonly Topic[] = [
  {
    best: "coder",
    share: 0.4,
    words: "function compile python loop array pointer bug stack variable refactor regex thread".split(" "),
  },
  {
    best: "thinker",
    share: 0.25,
    words: "integral theorem prime equation matrix proof derivative probability geometry polynomial root sum".split(
      " ",
    ),
  },
  {
    best: "writer",
    share: 0.2,
    words: "poem rhyme story metaphor sonnet novel character plot verse lyric chapter narrator".split(" "),
  },
  {
    best: "lawyer",
    share: 0.15,
    words: "contract clause liability tenant statute appeal court verdict custody patent tort witness".split(" "),
  },
];

export const candidates: readonly Candidate[] = candidatesOf({
  coder: { size: "34B", input_price: 0.4, output_price: 0.8 },
  thinker: { size: "70B", input_price: 0.9, output_price: 0.9 },
  writer: { size: "8B", input_price: 0.1, output_price: 0.2 },
  lawyer: { size: "1.5B", input_price: 0.05, output_price: 0.05 },
});

/** A row that is not from a file. */
export function located(value: RoutingRow): Located<RoutingRow> {
  return { value, document: { file: "rows.jsonl", value, place: () => ({ line: 1, column: 1 }) } };
}

/** `count` queries with one row for each model. `noise`: the share of rows with random performance. */
export function syntheticRows(
  count: number,
  {
    seed,
    noise = 0.05,
    of = topics,
  }: { readonly seed: number; readonly noise?: number; readonly of?: readonly Topic[] },
): readonly Located<RoutingRow>[] {
  const random = randomSource(seed);
  const models = [...new Set(of.map(({ best }) => best))];
  return Array.from({ length: count }, (_, number) => {
    const topic = pick(of, random.next());
    const chosen = (words: readonly string[], many: number): readonly string[] =>
      random
        .order(words.length)
        .slice(0, many)
        .map((index) => words[index] ?? "");
    const words = [...chosen(filler, 6), ...chosen(topic.words, 4)];
    const query = `${random
      .order(words.length)
      .map((index) => words[index])
      .join(" ")} ${seed}.${number}`;
    return models.map((model) => {
      const mean = random.next() < noise ? random.next() : model === topic.best ? 0.8 : 0.3;
      const performance = Math.min(1, Math.max(0, mean + 0.1 * random.normal()));
      return located({ query, model_name: model, performance, token_num: 200 });
    });
  }).flat();
}

function pick(of: readonly Topic[], at: number): Topic {
  let left = at;
  for (const topic of of) {
    left -= topic.share;
    if (left < 0) return topic;
  }
  const [first] = of;
  if (first === undefined) throw new RangeError("no topics");
  return first;
}
