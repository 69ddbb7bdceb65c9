import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../library/usage-error.js";
import { readRun } from "../../runner/store/read-run.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import { suggestion } from "../../source/suggest.js";
import type { SequentialRule } from "../../verdict/statistics/sequential-test.js";

/**
 * Reads a run: `name` is a path, an id below `runs` or the beginning of only one, `last`, or `last~1` for the one before. Throws RunError, and
 * UsageError with what exists and for a run that was pruned: what is left of it has other counts.
 */
export function readStoredRun(name: string, runs: string): StoredRun {
  const run = readRun(findRun(name, runs));
  if (!run.thinned) return run;
  throw new UsageError(`${run.path}: was pruned: its bad trials and one good trial of each cell are left`, {
    hint: "`llm-parity show CELL --run RUN` prints them; its summary.jsonl has the counts of all.",
  });
}

/** The rule by which a stored run stopped its trials; undefined: their number was fixed before, or the rule is invalid. */
export function storedRule({ sequential }: Pick<StoredRun, "sequential">): SequentialRule | undefined {
  const { acceptable, unacceptable, alpha, cap } = sequential ?? {};
  const isRule = [acceptable, unacceptable, alpha, cap].every((one) => typeof one === "number" && one > 0);
  if (!isRule || acceptable === undefined || unacceptable === undefined) return undefined;
  return alpha === undefined || cap === undefined ? undefined : { acceptable, unacceptable, alpha, cap };
}

/** The folder of a run, named as for {@link readStoredRun}. */
export function findRun(name: string, runs: string): string {
  const entries = existsSync(runs) ? readdirSync(runs).sort() : [];
  const isRun = (one: string) => existsSync(join(runs, one, "run.json"));
  const back = /^last(?:~(\d{1,4}))?$/.exec(name);
  if (back !== null) {
    const found = newest(entries, { isRun, back: Number(back[1] ?? 0) });
    if (found !== null) return join(runs, found);
  }
  if (existsSync(join(name, "run.json"))) return name;
  if (entries.includes(name) && isRun(name)) return join(runs, name);
  const begun = entries.filter((one) => name !== "" && one.startsWith(name)).filter(isRun);
  if (begun.length > 1) {
    throw new UsageError(`"${name}" begins the ids of ${begun.length} runs`, {
      hint: `Write more of one of them: ${begun.slice(-10).join(", ")}${begun.length > 10 ? ", … (the newest 10)" : ""}.`,
    });
  }
  if (begun[0] !== undefined) return join(runs, begun[0]);
  const known = entries.filter(isRun);
  const hint =
    known.length === 0 ? `There is no run in ${runs}; a live run leaves one.` : suggestion(name, known, "runs");
  throw new UsageError(`there is no run "${name}"`, { hint });
}

type Newest = { readonly isRun: (entry: string) => boolean; readonly back: number };

/** The newest run, or the one so many before it. Looks into no more folders than it has to: there may be thousands. */
function newest(entries: readonly string[], { isRun, back }: Newest): string | null {
  let left = back;
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at] ?? "";
    if (!isRun(entry)) continue;
    if (left === 0) return entry;
    left -= 1;
  }
  return null;
}
