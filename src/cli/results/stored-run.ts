import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../library/usage-error.js";
import { readRun } from "../../runner/store/read-run.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import { suggestion } from "../../source/suggest.js";

/** Reads a run: `name` is a path, an id below `runs` or the beginning of only one, or `last`. Throws UsageError with what exists, and RunError. */
export function readStoredRun(name: string, runs: string): StoredRun {
  return readRun(findRun(name, runs));
}

function findRun(name: string, runs: string): string {
  const known = existsSync(runs)
    ? readdirSync(runs)
        .filter((one) => existsSync(join(runs, one, "run.json")))
        .sort()
    : [];
  const newest = known.at(-1);
  if (name === "last" && newest !== undefined) return join(runs, newest);
  if (existsSync(join(name, "run.json"))) return name;
  if (known.includes(name)) return join(runs, name);
  const begun = known.filter((one) => name !== "" && one.startsWith(name));
  if (begun.length > 1) {
    throw new UsageError(`"${name}" begins the ids of ${begun.length} runs`, {
      hint: `Write more of one of them: ${begun.slice(-10).join(", ")}${begun.length > 10 ? ", … (the newest 10)" : ""}.`,
    });
  }
  if (begun[0] !== undefined) return join(runs, begun[0]);
  const hint =
    known.length === 0 ? `There is no run in ${runs}; a live run leaves one.` : suggestion(name, known, "runs");
  throw new UsageError(`there is no run "${name}"`, { hint });
}
