import type { Row } from "./rows.js";
import { runWorld, type Score, scoreResult } from "./run.js";

/** One experiment in a made-up world. `truth`: the parts of the cause, factors and seat; empty without one. */
export type Run = {
  readonly row: string;
  readonly seed: number;
  readonly score: Score;
  readonly calls: number;
  readonly truth: readonly string[];
  readonly place: "proved" | "suspected" | null;
};

/** Lets the experiment find the hidden cause of a row's seed. */
export function runSeed({ name, world }: Row, seed: number): Run {
  const made = world(seed);
  const { result } = runWorld(made, seed);
  return {
    row: name,
    seed,
    score: scoreResult(result, made),
    calls: result.calls,
    truth: made.truth === null ? [] : [...made.truth.factors, `@${made.truth.seat}`],
    place: result.kind === "cause" ? result.place : null,
  };
}

/** The head of the printed table. */
export const head = [
  "| hidden cause, failure rate | runs | right % | wrong % | open % | median calls | p95 calls | worst part, wrong | places proved / suspected | wrong seeds |",
  "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | --- |",
].join("\n");

/** A row of the printed table. */
export function printed(name: string, runs: readonly Run[]): string {
  const calls = runs.map((one) => one.calls).sort((left, right) => left - right);
  const percent = (score: Score) => ((100 * runs.filter((one) => one.score === score).length) / runs.length).toFixed(1);
  const places = (["proved", "suspected"] as const).map((place) => runs.filter((one) => one.place === place).length);
  const wrong = runs.filter(({ score }) => score === "wrong").map(({ seed }) => seed);
  const cells = [
    name,
    runs.length,
    percent("right"),
    percent("wrong"),
    percent("open"),
    calls[Math.floor(calls.length / 2)] ?? 0,
    calls[Math.floor(calls.length * 0.95)] ?? 0,
    worstPart(runs),
    places.join(" / "),
    wrong.slice(0, 10).join(" "),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The factor or seat that is named wrongly most often, of those that are part of a cause. */
function worstPart(runs: readonly Run[]): string {
  const parts = [...new Set(runs.flatMap(({ truth }) => truth))].map((part) => {
    const own = runs.filter(({ truth }) => truth.includes(part));
    return { part, all: own.length, wrong: own.filter(({ score }) => score === "wrong").length };
  });
  const [worst] = parts.sort((left, right) => right.wrong / right.all - left.wrong / left.all);
  return worst === undefined || worst.wrong === 0 ? "" : `${worst.part} ${worst.wrong}/${worst.all}`;
}
