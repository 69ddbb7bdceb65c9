import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { suggestion } from "../../source/suggest.js";
import { UsageError } from "../shell/usage-error.js";

/** The folder of a run: a path, an id below `runs`, or `last`. Throws UsageError with what exists. */
export function runNamed(name: string, runs: string): string {
  const known = existsSync(runs)
    ? readdirSync(runs)
        .filter((one) => existsSync(join(runs, one, "run.json")))
        .sort()
    : [];
  const newest = known.at(-1);
  if (name === "last" && newest !== undefined) return join(runs, newest);
  if (existsSync(join(name, "run.json"))) return name;
  if (known.includes(name)) return join(runs, name);
  const hint =
    known.length === 0 ? `There is no run in ${runs}; a live run leaves one.` : suggestion(name, known, "runs");
  throw new UsageError(`there is no run "${name}"`, { hint });
}
