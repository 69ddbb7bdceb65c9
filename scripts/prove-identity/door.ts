import { parseArgs } from "node:util";
import { entropyBits, mixed, sharesOf } from "./distributions.js";
import { figuresOf, quantile, type RowFigures } from "./figures.js";
import { rows } from "./rows.js";

/**
 * `npm run prove -- identity`: asks simulated pairs of sources whose truth is known; 1 where a figure is missed, 2 for arguments that cannot be
 * read, else 0.
 */
export function proveIdentity(args: readonly string[]): number {
  const options = readOptions(args);
  if (options === null) {
    console.error("prove -- identity takes --runs N (at most so many of each row), --first SEED, and --rows TEXT.");
    return 2;
  }
  const began = performance.now();
  const chosen = rows.filter(({ name }) => name.includes(options.rows));
  console.log(`\n${spreadLine()}\n\n${tableHead}`);
  const figures = chosen.map((row) => {
    const one = figuresOf(row, { runs: Math.min(options.runs, row.runs), first: options.first });
    console.log(tableLine(one));
    return one;
  });
  const missed = figures.flatMap(missedOf);
  const wrong = figures.reduce((sum, one) => sum + one.wrong, 0);
  const different = figures.reduce((sum, one) => sum + (one.row.cause === null ? 0 : one.different), 0);
  console.log(`\n${wrong} of ${different} causes of pairs that differ are named wrong.`);
  for (const words of missed) console.log(`MISSED: ${words}`);
  console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`);
  return missed.length === 0 ? 0 : 1;
}

/** How alike the simulated models are, for a comparison with what was measured of real ones. */
function spreadLine(): string {
  const prompts = Array.from({ length: 1000 }, (_, at) => `spread ${at}`);
  const pairs = prompts.map((prompt) => [sharesOf("one", prompt), sharesOf("two", prompt)] as const);
  const entropies = pairs.map(([one]) => entropyBits(one));
  const divergences = pairs.map(
    ([one, two]) => entropyBits(mixed(one, two, 0.5)) - (entropyBits(one) + entropyBits(two)) / 2,
  );
  const median = (all: readonly number[]) => quantile(all, 0.5).toFixed(2);
  return `Simulated models: median entropy of a prompt ${median(entropies)} bits, median divergence of two models ${median(divergences)}; published of 165 models: 1.0 and 0.49.`;
}

const tableHead = [
  "| pair | runs | called different | answers until then: median, 90 % | calls in all: median | cause named right | one of two, rightly | cannot tell | named wrong |",
  "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
].join("\n");

function tableLine({ row, runs, different, decided, calls, right, ofTwo, open, wrong }: RowFigures): string {
  const cells = [row.name, runs, `${different} (${((100 * different) / runs).toFixed(1)} %)`];
  const times = decided === null ? ["–", "–"] : [[decided.median, decided.most].map(answersText).join(", "), calls];
  const causes = row.cause === null ? ["–", "–", "–", "–"] : [right, ofTwo, open, wrong];
  return `| ${[...cells, ...times, ...causes].join(" | ")} |`;
}

function answersText(answers: number): string {
  return Number.isFinite(answers) ? String(answers) : "not found";
}

/** Equal pairs called different at most, the median of a swap at most, and causes named wrong at most, of those that differ. */
const limits = { falseShare: 0.01, swapAnswers: 30, wrongShare: 0.03 } as const;

/** What a row misses, in words. */
export function missedOf({ row, runs, different, decided, wrong }: RowFigures): readonly string[] {
  if (row.cause === null) {
    // The bound is on the probability: a few runs may be above it by chance.
    const most = limits.falseShare * runs + (runs < 2000 ? 2 * Math.sqrt(limits.falseShare * runs) + 1 : 0);
    return different > most ? [`${row.name}: ${different} of ${runs} pairs are called different`] : [];
  }
  // The median of a few runs says little.
  const late = row.isSwap === true && runs >= 100 && (decided === null || decided.median > limits.swapAnswers);
  return [
    ...(late ? [`${row.name}: found after ${decided?.median ?? "no"} answers at the median`] : []),
    ...(wrong > limits.wrongShare * different + 2 ? [`${row.name}: ${wrong} of ${different} causes are wrong`] : []),
  ];
}

function readOptions(
  args: readonly string[],
): { readonly runs: number; readonly first: number; readonly rows: string } | null {
  try {
    const options = { runs: { type: "string" }, first: { type: "string" }, rows: { type: "string" } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const [runs, first] = [Number(values.runs ?? 2000), Number(values.first ?? 1)];
    const isWhole = Number.isInteger(runs) && runs >= 1 && Number.isInteger(first) && first >= 0;
    return isWhole ? { runs, first, rows: values.rows ?? "" } : null;
  } catch {
    return null;
  }
}
