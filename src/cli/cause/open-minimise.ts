import { randomInt } from "node:crypto";
import { formatPath } from "../../library/format-path.js";
import {
  beginMinimise,
  type MinimiseFacts,
  type MinimiseStore,
  resumeMinimise,
} from "../../library/minimise/minimise-store.js";
import { UsageError } from "../../library/usage-error.js";
import { clientVersions } from "../../library/versions.js";
import { sameJson } from "../../verdict/checks/same-json.js";
import { defaultMinimiseBudget } from "../../verdict/minimise/search/options.js";
import type { OpenOptions } from "./open-experiment.js";
import type { PreparedMinimise } from "./prepare-minimise.js";
import { otherAsked } from "./who-is-asked.js";

export type OpenMinimiseOptions = OpenOptions & { readonly from?: string };

/** Begins a search, or opens one to go on with. Throws UsageError for one that is about something else. */
export async function openMinimiseStore(
  prepared: PreparedMinimise,
  options: OpenMinimiseOptions,
): Promise<MinimiseStore> {
  const { resume, budget, simulator } = options;
  const { redactor } = prepared.reach;
  if (resume === undefined) return beginMinimise(options.experiments, await factsOf(prepared, options), redactor);
  const store = await resumeMinimise(resume, budget, redactor);
  const problem = otherSearch(store.facts, prepared, simulator);
  if (problem === null) return store;
  await store.close();
  throw new UsageError(`${formatPath(resume)} ${problem}`, {
    hint: "Use the same cell, run, files and keys, or start a new search.",
  });
}

async function factsOf(
  { cell, found, explained, minimisation, control, suspects }: PreparedMinimise,
  { simulator, seed, budget, from }: OpenMinimiseOptions,
): Promise<Omit<MinimiseFacts, "schemaVersion" | "id">> {
  const { "llm-parity": program = "unknown" } = await clientVersions("http");
  return {
    ...{ startedAt: new Date().toISOString(), program, cell },
    run: found.run === null ? null : formatPath(found.run.path),
    from: from === undefined ? null : formatPath(from),
    mark: simulator === undefined ? null : "SIMULATED",
    ...{ seed, nonceSeed: simulator === undefined ? randomInt(2 ** 31) : seed },
    ...{ budget: budget ?? defaultMinimiseBudget, symptom: explained.symptom },
    ...{ body: minimisation.body, suspects, control: control.control?.says ?? null },
  };
}

/** What is other than it was; null: nothing. */
export function otherSearch(
  facts: MinimiseFacts,
  { cell, explained, minimisation, control }: Omit<PreparedMinimise, "suspects">,
  simulator: string | undefined,
): string | null {
  if (facts.cell !== cell) return `is about ${facts.cell}, not ${cell}`;
  const other = otherAsked(facts.mark, simulator);
  if (other !== null) return other;
  if (JSON.stringify(facts.symptom) !== JSON.stringify(explained.symptom))
    return `is about ${facts.symptom.join(", ")}, not ${explained.symptom.join(", ")}`;
  if (!sameJson(facts.body, minimisation.body)) return "minimises a different request from the one the cell has now";
  const says = control.control?.says ?? null;
  return facts.control === says ? null : `has the control "${facts.control ?? "none"}", not "${says ?? "none"}"`;
}
