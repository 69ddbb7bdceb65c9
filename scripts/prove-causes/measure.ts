import type { Row } from "./rows.js";
import { runWorld, type Score, scoreResult } from "./run.js";

/** What the runs of a row came to. `calls`: of every run, sorted. `wrongSeeds`: to look at one again. */
export type Measured = {
  readonly name: string;
  readonly runs: number;
  readonly shares: { readonly [score in Score]: number };
  readonly median: number;
  readonly p95: number;
  readonly wrongSeeds: readonly number[];
  readonly openSeeds: readonly number[];
  readonly worst: string;
};

/** Runs the seeds from `first` on. */
export function measureRow({ name, world }: Row, runs: number, first = 1): Measured {
  const seen = Array.from({ length: runs }, (_, index) => {
    const made = world(first + index);
    const { result } = runWorld(made, first + index);
    return { seed: first + index, score: scoreResult(result, made), calls: result.calls, truth: made.truth };
  });
  const calls = seen.map((one) => one.calls).sort((left, right) => left - right);
  const of = (score: Score) => seen.filter((one) => one.score === score);
  const share = (score: Score) => of(score).length / runs;
  const parts = new Map<string, { wrong: number; all: number }>();
  for (const { truth, score } of seen) {
    for (const part of truth === null ? [] : [...truth.factors, `@${truth.seat}`]) {
      const before = parts.get(part) ?? { wrong: 0, all: 0 };
      parts.set(part, { wrong: before.wrong + (score === "wrong" ? 1 : 0), all: before.all + 1 });
    }
  }
  const [worst] = [...parts].sort((left, right) => right[1].wrong / right[1].all - left[1].wrong / left[1].all);
  return {
    name,
    runs,
    shares: { right: share("right"), wrong: share("wrong"), open: share("open") },
    median: calls[Math.floor(runs / 2)] ?? 0,
    p95: calls[Math.floor(runs * 0.95)] ?? 0,
    wrongSeeds: of("wrong").map(({ seed }) => seed),
    openSeeds: of("open").map(({ seed }) => seed),
    worst: worst === undefined || worst[1].wrong === 0 ? "" : `${worst[0]} ${worst[1].wrong}/${worst[1].all}`,
  };
}

/** A row of the printed table. */
export function printed({ name, runs, shares, median, p95, worst }: Measured): string {
  const percent = (share: number) => (100 * share).toFixed(1);
  return `| ${[name, runs, percent(shares.right), percent(shares.wrong), percent(shares.open), median, p95, worst].join(" | ")} |`;
}
