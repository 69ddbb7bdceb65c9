import type { Choice } from "../../library/choose.js";
import { type ExitCode, exitCodes, worst } from "../../library/exit-code.js";
import { credentialsCode } from "../../library/suite/credentials-code.js";
import { UsageError } from "../../library/usage-error.js";
import { datasetText } from "../../report/dataset-text.js";
import { wrapped } from "../../report/terminal/wrap.js";
import type { DatasetFacts } from "../../runner/store/run-facts.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import type { Transcript } from "../../transcript/transcript.js";
import { type DatasetResults, datasetResults } from "../../verdict/dataset/dataset-results.js";
import { datasetJson } from "../../verdict/dataset/dataset-schema.js";
import { print } from "../shell/print.js";
import { screenOf } from "../shell/screen.js";

/** Prints the figures of a stored run of a data set; returns the exit code. */
export async function reportDataset(
  run: StoredRun & { readonly dataset: DatasetFacts },
  { choice, reference, json }: { readonly choice: Choice; readonly reference: string | null; readonly json: boolean },
): Promise<ExitCode> {
  const { transcripts } = run;
  const results = datasetResults(transcripts, choice.targets, reference);
  const isSimulated = transcripts.some(({ provenance }) => provenance.source === "simulated");
  await showDataset(results, { facts: run.dataset, choice, json, isSimulated });
  return datasetExitCode(results, transcripts);
}

/** The target that the others are compared with; null: none was named. Throws UsageError when it is not one of them. */
export function findReference({ reference }: { readonly reference?: string }, { targets }: Choice): string | null {
  if (reference === undefined || targets.some(({ id }) => id === reference)) return reference ?? null;
  throw new UsageError(`--reference ${reference} is not one of the targets`, {
    hint: `Use one of: ${targets.map(({ id }) => id).join(", ")}.`,
  });
}

const simulatedMark = "SIMULATED: a simulator answered; these figures say nothing about any vendor.";

/** Prints the figures of a data set on standard output, as text or as JSON. */
export async function showDataset(
  results: DatasetResults,
  {
    facts,
    choice,
    json,
    isSimulated,
  }: {
    readonly facts: DatasetFacts;
    readonly choice: Choice;
    readonly json: boolean;
    readonly isSimulated: boolean;
  },
): Promise<void> {
  if (!json) {
    const screen = await screenOf();
    const mark = isSimulated ? wrapped(simulatedMark, screen.width) : [];
    print([...mark, ...(isSimulated ? [""] : []), datasetText(results, screen)].join("\n"));
    return;
  }
  const apis = Object.fromEntries(choice.targets.map(({ id, api }) => [id, api]));
  const mark = isSimulated ? { simulated: true } : {};
  print(JSON.stringify(datasetJson().parse({ schemaVersion: 1, dataset: facts, apis, ...results, ...mark }), null, 2));
}

/** The exit code of a run of a data set: see {@link exitCodes}. */
export function datasetExitCode({ targets, excluded }: DatasetResults, transcripts: readonly Transcript[]): ExitCode {
  const counted = targets.reduce((sum, { samples, excluded: none }) => sum + samples - none, 0);
  return worst([
    ...(Object.hasOwn(excluded, "harness-fault") ? [exitCodes.internal] : []),
    ...credentialsCode({ transcripts, excluded, hasEligible: counted > 0 }),
    ...(counted === 0 ? [exitCodes.unmeasured] : []),
  ]);
}
