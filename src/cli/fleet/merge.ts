import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type ExitCode, exitCodes, worst } from "../../library/exit-code.js";
import { type MergedRun, mergeRuns } from "../../library/fleet/merge-runs.js";
import type { MissingPart } from "../../library/fleet/missing-parts.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import { clientVersions } from "../../library/versions.js";
import { shardText } from "../../runner/shard.js";
import { type ReportOptions, report } from "../report/report.js";
import { readStoredRun } from "../results/stored-run.js";
import { log, sanitise } from "../shell/print.js";

/** `out`: absent: a new folder below `runs`. The other options are those of `report`. */
export type MergeWords = Omit<ReportOptions, "har"> & { readonly out?: string };

/**
 * `llm-parity merge`: makes one run of several, and its reports. Resolves with the exit code of the whole run; with 4 where a part of the plan
 * was not asked and nothing is worse.
 */
export async function merge(names: readonly string[], options: MergeWords): Promise<ExitCode> {
  const { out, ...words } = options;
  const { scenarios, models, known, fixtures } = options;
  const stored = [...new Set(names.flatMap(runsIn))].map((name) => readStoredRun(name, options.runs));
  for (const sentence of stored.flatMap(({ damage }) => damage)) log(sanitise(sentence));
  if (stored.every(({ transcripts }) => transcripts.length === 0)) {
    throw new UsageError("none of the runs contains a finished trial", { hint: "There is nothing to merge." });
  }
  const { "llm-parity": version = "" } = await clientVersions("http");
  const files = { scenarios, models, known, fixtures };
  const merged = await mergeRuns(stored, { version, out: out ?? null, runs: options.runs, files });
  const code = await report(merged.path, words);
  for (const line of describeMerge(merged, stored.length)) log(sanitise(line));
  if (options.exitZero === true) return exitCodes.fine;
  const isWhole = merged.missing.every(({ cells }) => cells === 0) && merged.unfinished.length === 0;
  return isWhole ? code : worst([code, exitCodes.unmeasured]);
}

/** A folder of runs stands for all of them. */
function runsIn(name: string): readonly string[] {
  if (existsSync(join(name, "run.json")) || !existsSync(name) || !statSync(name).isDirectory()) return [name];
  const inside = readdirSync(name)
    .filter((one) => existsSync(join(name, one, "run.json")))
    .map((one) => join(name, one));
  return inside.length === 0 ? [name] : inside;
}

function describeMerge({ path, trials, repeated, missing, unfinished }: MergedRun, runs: number): readonly string[] {
  const twice = repeated === 0 ? "" : `; ${repeated} were there more than once, and count once`;
  return [
    `merged ${runs} ${runs === 1 ? "run" : "runs"} into ${formatPath(path)}: ${trials} trials${twice}`,
    ...missing.map(describeMissing),
    ...unfinished.map(({ run, trials: unmade }) => {
      const part = run.facts.shard === null ? "" : ` (shard ${shardText(run.facts.shard)})`;
      const place = formatPath(run.path);
      return `${place}${part} did not make ${unmade} of its trials: llm-parity run --resume ${place}, then merge again`;
    }),
  ];
}

function describeMissing({ shard, cells }: MissingPart): string {
  const are = cells === 1 ? "1 cell is" : `${cells} cells are`;
  if (shard === null) return `${are} in none of these runs, and not run`;
  return `shard ${shardText(shard)} is missing: ${are} not run`;
}
