import { decideRecheck } from "../../../verdict/evidence/recheck-decision.js";
import { type RecheckFile, recheckFileSchema } from "../../../verdict/evidence/recheck-file.js";
import { type HarEntry, readHar } from "../../../wire/har/har.js";
import { sameJson } from "../../../wire/json.js";
import { recheckSource } from "../again/recheck-source.js";
import { recordedCase } from "../again/recorded-case.js";
import type { BundleFiles, BundleSources } from "../bundle-sources.js";
import { type Problem, problemOf } from "../problem.js";
import { recheckFile } from "../recheck-names.js";
import { parseFile } from "../source-json.js";
import { againFault } from "./again-fault.js";

type Source = ReturnType<typeof recheckSource>;

/**
 * Rechecks that do not follow from their bytes: the record is counted again, the order drawn again from the hash that it names, every reply
 * decoded and judged anew, every request compared with that of the bundle, and the decision made again. Empty: all do.
 */
export async function brokenRechecks(files: BundleFiles, sources: BundleSources): Promise<readonly Problem[]> {
  const paths = [...files.keys()].filter((path) => recheckFile(path)?.kind === "json");
  if (paths.length === 0) return [];
  const source = recheckSource(sources);
  const problems: Problem[] = [];
  for (const path of paths) {
    const file = parseFile(files, path, recheckFileSchema());
    const har = path.replace(/json$/, "har");
    const { entries } = readHar(Buffer.from(files.get(har) ?? "").toString("utf8"), har);
    const says = await faultOf(file, entries, source);
    if (says !== null) problems.push(problemOf(path, says));
  }
  return problems;
}

/** The first thing that does not follow; null: nothing. */
async function faultOf(file: RecheckFile, entries: readonly HarEntry[], source: Source): Promise<string | null> {
  const { calls, recorded } = file;
  if (file.seed !== Number.parseInt(file.previous.slice(0, 8), 16))
    return "has a seed that does not follow from the list before it";
  const fault = await againFault(file, { entries, arms: source.arms });
  if (fault !== null) return fault;
  const counted = await recordedCase(source.arms, source.cells);
  if (!sameJson(counted, recorded)) return "lists recorded calls that differ from those in the bundle";
  const { decision, says } = decideRecheck(calls, recorded);
  return decision === file.decision && sameJson(says, file.says)
    ? null
    : `has a decision that its calls do not support: ${decision}`;
}
