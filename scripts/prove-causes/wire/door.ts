import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { equalArms } from "./equal-arms.js";
import { forgetResults, proveWire } from "./prove-wire.js";

/**
 * `npm run prove -- causes`: prints the tables; resolves with 1 where a name was wrong in more than 1 % of a run's rows, with 2 for a
 * wrong option, else with 0.
 */
export async function proveCauses(args: readonly string[]): Promise<number> {
  const options = optionsOf(args);
  if (typeof options === "string") {
    console.error(options);
    return 2;
  }
  console.error(`results: ${options.results}; runs that it has of this very code are not made again`);
  const { text, wrong, all } = await proveWire(options);
  const equal = equalArms();
  console.log(`${text}\n\nTwo equal arms, by the rule of a proof:\n\n${equal.text}`);
  return equal.worst > 0.02 || wrong > 0.01 * all ? 1 : 0;
}

function optionsOf(args: readonly string[]): Parameters<typeof proveWire>[0] | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        runs: { type: "string" },
        rows: { type: "string", default: "" },
        workers: { type: "string", default: String(availableParallelism()) },
        first: { type: "string", default: "1" },
        seconds: { type: "string" },
        results: { type: "string", default: join(tmpdir(), "llm-parity-causes.jsonl") },
      },
    });
    const { runs, rows, workers, first, seconds, results } = values;
    return {
      runs: runs === undefined ? null : whole("--runs", runs),
      seconds: seconds === undefined ? null : whole("--seconds", seconds),
      ...{ rows, workers: whole("--workers", workers), first: whole("--first", first), results },
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function whole(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new RangeError(`${option} ${text}: say a whole number from 1 on`);
}

/** A few runs of each row, in less than a minute. */
export async function sampleCauses(): Promise<void> {
  const results = join(tmpdir(), `llm-parity-causes-sample-${process.pid}.jsonl`);
  const { text } = await proveWire({
    runs: 2,
    rows: "",
    workers: availableParallelism(),
    first: 1,
    seconds: 45,
    results,
  });
  forgetResults(results);
  console.log(text);
}
