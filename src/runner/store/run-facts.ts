import { createHash } from "node:crypto";
import type { Target } from "../../chat/target.js";
import type { EditionName } from "../../scenario/edition/edition-name.js";
import type { Scenario, Step } from "../../scenario/scenario.js";
import type { PlannedCase } from "../plan.js";
import type { Shard } from "../shard.js";

/** Which data set. `sha256`: of its bytes, in hexadecimal, so that a run is only continued with the same rows. */
export type DatasetFacts = { readonly file: string; readonly sha256: string; readonly samples: number };

/** What a run asks, how, and with which versions; never a secret. The content of `run.json` beside `formatVersion`. */
export type RunFacts = {
  /** The name of its folder: when it started, and four random characters. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly mode: "live" | "simulator";
  /** The folder that the paths in `options` start from. */
  readonly workingFolder: string;
  /** The options of its command, defaults included, by their names in the program: what `--resume` and `report` go by. */
  readonly options: { readonly [name: string]: unknown };
  readonly versions: { readonly [name: string]: string };
  /** Of the checkout that the program ran from, with `-dirty` where it was changed; null: it was installed. Absent: not kept. */
  readonly commit?: string | null;
  /** The edition of the conformance suite that it asked. Absent: not kept. */
  readonly edition?: EditionName;
  readonly cases: readonly { readonly target: string; readonly scenario: string; readonly trials: number }[];
  /** Every target that is asked: a typed one stands nowhere else. */
  readonly targets: readonly Target[];
  /** SHA-256, in hexadecimal, of everything that decides what is sent and how it is judged, by id. */
  readonly hashes: PlanHashes;
  /** Of the order in which trials are asked. */
  readonly seed: number;
  /** Of the references that vary the prompts; null: prompts are sent unchanged. */
  readonly nonceSeed: number | null;
  /** The data set that is asked; null: scenarios are. */
  readonly dataset: DatasetFacts | null;
  /** Of a run with a gate: the trials that every cell gets, the first ones; further ones confirm suspects. Absent: it has no gate. */
  readonly screenTrials?: number;
  /** The rule by which trials are stopped; null: their number is fixed. */
  readonly sequential: { readonly [member: string]: number } | null;
  /** The part of the plan that this run asks; null: all of it. The other members are those of the whole plan. */
  readonly shard: Shard | null;
};

/** SHA-256 by id. `tools`: of the tools of each scenario, which are part of the scenario too. */
export type PlanHashes = {
  readonly scenarios: Hashes;
  readonly tools: Hashes;
  readonly targets: Hashes;
};

type Hashes = { readonly [id: string]: string };

/** The hashes of a plan. A scenario's file may change in comments and layout without changing its hash. */
export function hashesOf(cases: readonly PlannedCase[]): PlanHashes {
  const scenarios = new Map(cases.map(({ scenario }) => [scenario.id, scenario]));
  const targets = new Map(cases.map(({ target }) => [target.id, target]));
  return {
    scenarios: Object.fromEntries([...scenarios].map(([id, scenario]) => [id, scenarioHash(scenario)])),
    tools: Object.fromEntries([...scenarios].map(([id, { tools }]) => [id, sha256Of(tools)])),
    targets: Object.fromEntries([...targets].map(([id, target]) => [id, sha256Of(target)])),
  };
}

/** What differs between the plan of a run and the present one, one sentence each; empty: nothing. */
export function planChanges(
  stored: Pick<RunFacts, "hashes" | "cases">,
  present: Pick<RunFacts, "hashes" | "cases">,
): readonly string[] {
  const [before, now] = [casesByKey(stored.cases), casesByKey(present.cases)];
  return [
    ...hashChanges("the tools of scenario", stored.hashes.tools, present.hashes.tools),
    ...hashChanges("scenario", stored.hashes.scenarios, present.hashes.scenarios),
    ...hashChanges("target", stored.hashes.targets, present.hashes.targets),
    ...[...before].flatMap(([key, trials]) => caseChange(key, trials, now.get(key) ?? null)),
    ...[...now.keys()].filter((key) => !before.has(key)).map((key) => `${key} was not planned and is now`),
  ];
}

/** What differs between the versions that made a run and the present ones, one sentence each; empty: nothing. */
export function versionChanges(stored: RunFacts["versions"], present: RunFacts["versions"]): readonly string[] {
  return Object.entries(stored).flatMap(([name, version]) =>
    present[name] === version
      ? []
      : [`it was made with ${name} ${version}, and this is ${present[name] ?? "without it"}`],
  );
}

function hashChanges(what: string, before: Hashes, now: Hashes): readonly string[] {
  return Object.entries(before).flatMap(([id, hash]) => {
    const present = now[id];
    if (present === undefined) return [`${what} ${id} is no longer there`];
    return present === hash ? [] : [`${what} ${id} has changed`];
  });
}

function casesByKey(cases: RunFacts["cases"]): ReadonlyMap<string, number> {
  return new Map(cases.map(({ target, scenario, trials }) => [`${scenario} on ${target}`, trials]));
}

function caseChange(key: string, before: number, now: number | null): readonly string[] {
  if (now === null) return [`${key} was planned and is not now`];
  return before === now ? [] : [`${key}: ${before} trials were planned, now ${now}`];
}

/**
 * The SHA-256 of a scenario. The path of its file depends on the folder in which the command runs, so it is no part of what it says; nor are the
 * members of a step that say nothing and that earlier runs do not know, so that the hashes of those still hold.
 */
export function scenarioHash({ file: _, ...said }: Scenario): string {
  return sha256Of({ ...said, steps: said.steps.map(saidOf) });
}

function saidOf({ otherUpstream, conversation, ...step }: Step): object {
  return {
    ...step,
    ...(otherUpstream ? { otherUpstream } : {}),
    ...(conversation === null ? {} : { conversation }),
  };
}

function sha256Of(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
