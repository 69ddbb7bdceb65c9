import { planChanges, type RunFacts } from "../../runner/store/run-facts.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";

/** A run that says what it planned. */
export type PlannedRun = StoredRun & { readonly facts: RunFacts };

/** Options that decide what is sent, or when it is given up. */
const asking = ["client", "retries", "firstByteTimeout", "idleTimeout", "totalTimeout"] as const;

/**
 * The runs, the earliest first, whatever their order was. Throws UsageError, with every difference, where one is not of the plan of the others,
 * or was made by another version of the program than `version`, by other libraries, or by a version that kept no plan.
 */
export function requireEqual(runs: readonly StoredRun[], version: string): readonly [PlannedRun, ...PlannedRun[]] {
  const planned = runs.map(requirePlan).toSorted(byStart);
  const [first, ...others] = planned;
  if (first === undefined) throw new UsageError("name the runs to merge", { hint: "llm-parity merge RUN RUN …" });
  for (const run of planned) refuseOtherProgram(run, version);
  for (const other of others) {
    const differences = differencesOf(first.facts, other.facts);
    if (differences.length === 0) continue;
    const [one, two] = [formatPath(other.path), formatPath(first.path)];
    throw new UsageError(`${one} is not part of the same run as ${two}: ${differences.join("; ")}`, {
      hint: "Merge runs of one plan, made by the same versions with the same seeds.",
    });
  }
  return [first, ...others];
}

function requirePlan(run: StoredRun): PlannedRun {
  if (run.facts !== null) return { ...run, facts: run.facts };
  throw new UsageError(`${formatPath(run.path)} is a run of format version 1, which does not keep its plan`, {
    hint: "Make the run again, and merge it then.",
  });
}

function refuseOtherProgram({ path, versions }: PlannedRun, version: string): void {
  const own = versions["llm-parity"] ?? "of an unknown version";
  if (own === version) return;
  throw new UsageError(`${formatPath(path)} was made by llm-parity ${own}, and this is ${version}`, {
    hint: "Make all parts with one version, and merge them with that one.",
  });
}

function byStart(a: PlannedRun, b: PlannedRun): number {
  const [one, two] = [`${a.startedAt} ${a.facts.id}`, `${b.startedAt} ${b.facts.id}`];
  return one < two ? -1 : Number(one > two);
}

function differencesOf(first: RunFacts, other: RunFacts): readonly string[] {
  return [
    ...versionDifferences(first.versions, other.versions),
    ...difference("mode", first.mode, other.mode),
    ...difference("--seed", first.seed, other.seed),
    ...difference("the seed of --nonce", first.nonceSeed, other.nonceSeed),
    ...difference("--dataset (SHA-256)", first.dataset?.sha256 ?? null, other.dataset?.sha256 ?? null),
    ...difference("the rule of --trials", ruleText(first), ruleText(other)),
    ...asking.flatMap((name) => difference(name, first.options[name] ?? null, other.options[name] ?? null)),
    ...planChanges(first, other),
  ];
}

function versionDifferences(first: RunFacts["versions"], other: RunFacts["versions"]): readonly string[] {
  const names = [...new Set([...Object.keys(first), ...Object.keys(other)])];
  return names.flatMap((name) => difference(`the version of ${name}`, first[name] ?? null, other[name] ?? null));
}

function difference(what: string, first: unknown, other: unknown): readonly string[] {
  return first === other ? [] : [`${what}: ${wordOf(other)}, not ${wordOf(first)}`];
}

function wordOf(value: unknown): string {
  return value === null ? "none" : String(value);
}

function ruleText({ sequential }: RunFacts): string | null {
  return sequential === null ? null : JSON.stringify(Object.entries(sequential).toSorted());
}
