import { randomInt } from "node:crypto";
import type { ExperimentFacts } from "../../library/experiment/experiment-store.js";
import { beginExperiment, type ExperimentStore, resumeExperiment } from "../../library/experiment/experiment-store.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import { clientVersions } from "../../library/versions.js";
import { defaultBudget } from "../../verdict/experiment/options.js";
import type { PreparedCell } from "./prepare-cell.js";
import { otherAsked } from "./who-is-asked.js";

/** How an experiment is begun or gone on with. `budget` null: the default, or the one that it began with. */
export type OpenOptions = {
  readonly simulator?: string;
  readonly run?: string;
  readonly resume?: string;
  readonly experiments: string;
  readonly seed: number;
  readonly budget: number | null;
};

/** Begins an experiment, or opens one to go on with. Throws UsageError for one that is about something else. */
export async function openExperimentStore(prepared: PreparedCell, options: OpenOptions): Promise<ExperimentStore> {
  const { resume, budget, simulator } = options;
  const { redactor } = prepared.reach;
  if (resume === undefined) return beginExperiment(options.experiments, await factsOf(prepared, options), redactor);
  const store = await resumeExperiment(resume, budget, redactor);
  const problem = otherThan(store.facts, prepared, simulator);
  if (problem === null) return store;
  await store.close();
  throw new UsageError(`${formatPath(resume)} ${problem}`, {
    hint: "Use the same cell, run, files and keys, or start a new experiment.",
  });
}

async function factsOf(
  { cell, found, explained, made }: PreparedCell,
  { simulator, seed, budget }: OpenOptions,
): Promise<Omit<ExperimentFacts, "schemaVersion" | "id">> {
  const { "llm-parity": program = "unknown" } = await clientVersions("http");
  return {
    ...{ startedAt: new Date().toISOString(), program, cell },
    run: found.run === null ? null : formatPath(found.run.path),
    mark: simulator === undefined ? null : "SIMULATED",
    ...{ seed, nonceSeed: simulator === undefined ? randomInt(2 ** 31) : seed },
    ...{ budget: budget ?? defaultBudget, symptom: explained.symptom, space: made.space },
  };
}

/** What is other than it was; null: nothing. */
export function otherThan(
  facts: ExperimentFacts,
  prepared: PreparedCell,
  simulator: string | undefined,
): string | null {
  const { cell, explained, made } = prepared;
  if (facts.cell !== cell) return `is about ${facts.cell}, not ${cell}`;
  const other = otherAsked(facts.mark, simulator);
  if (other !== null) return other;
  if (JSON.stringify(facts.symptom) !== JSON.stringify(explained.symptom))
    return `explains ${facts.symptom.join(", ")}, not ${explained.symptom.join(", ")}`;
  const gone = namesOf(facts).filter((one) => !namesOf(made).includes(one));
  const added = namesOf(made).filter((one) => !namesOf(facts).includes(one));
  if (gone.length > 0) return `used what is not available now: ${gone.join(", ")}`;
  if (added.length > 0) return `did not have what is available now: ${added.join(", ")}`;
  return JSON.stringify(facts.space) === JSON.stringify(made.space)
    ? null
    : "had its factors worded or ordered differently";
}

function namesOf({ space }: Pick<ExperimentFacts, "space">): readonly string[] {
  return [
    ...space.factors.flatMap(({ id, levels }) => levels.map((level) => `${id}=${level.id}`)),
    ...space.places.map(({ id }) => id),
  ];
}
