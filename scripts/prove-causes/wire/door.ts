import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { equalArms } from "./equal-arms.js";
import { forgetResults, proveWire } from "./prove-wire.js";

/** `npm run prove -- causes`: prints the tables; resolves with 1 where a name was wrong in more than 1 % of a run's rows, else 0. */
export async function proveCauses(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: "string" },
      rows: { type: "string", default: "" },
      jobs: { type: "string", default: "2" },
      first: { type: "string", default: "1" },
      seconds: { type: "string" },
      results: { type: "string", default: join(tmpdir(), "llm-parity-causes.jsonl") },
    },
  });
  const { runs, rows, jobs, first, seconds, results } = values;
  console.error(`results: ${results}; runs that it has are not made again`);
  const { text, wrong, all } = await proveWire({
    ...{ runs: wholeOr(runs), rows, jobs: Number(jobs), first: Number(first), seconds: wholeOr(seconds), results },
  });
  const equal = equalArms();
  console.log(`${text}\n\nTwo equal arms, by the rule of a proof:\n\n${equal.text}`);
  return equal.worst > 0.02 || wrong > 0.01 * all ? 1 : 0;
}

function wholeOr(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

/** A few runs of each row, of the first seeds, in less than a minute. */
export async function sampleCauses(): Promise<void> {
  const results = join(tmpdir(), `llm-parity-causes-sample-${process.pid}.jsonl`);
  const { text } = await proveWire({ runs: 2, rows: "", jobs: 2, first: 1, seconds: 50, results });
  forgetResults(results);
  console.log(text);
}
