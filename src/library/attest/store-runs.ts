import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isJsonObject } from "../../chat/json.js";
import { isThinned } from "../../runner/store/read-journal-run.js";
import { readRun } from "../../runner/store/read-run.js";
import { runFiles } from "../../runner/store/run-files.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import type { EditionName } from "../../scenario/edition/edition-name.js";
import type { Statement } from "../../verdict/statements/statement-schema.js";
import { parseJson } from "../../wire/json.js";
import { sha256Of } from "../evidence/sums.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";
import type { UnlinkedRun } from "./run-chain.js";

/** Which runs a statement counts. `demo`: those of a simulator. */
export type RunQuestion = {
  readonly window: Statement["window"];
  readonly edition: EditionName;
  readonly demo: boolean;
};

/** A run that a statement counts, read whole, and its line. */
export type CountedRun = { readonly run: StoredRun; readonly line: UnlinkedRun };

/** The runs of a store in a window, oldest first. `others`: how many of the window are not counted, and why. */
export type StoreRuns = {
  readonly counted: readonly CountedRun[];
  readonly others: Statement["runs"]["others"];
};

type Head = Pick<Statement["runs"]["list"][number], "id" | "startedAt"> & {
  readonly mode: unknown;
  readonly edition: Partial<EditionName> | null;
  readonly hasDataset: boolean;
};

/**
 * Reads every run of a folder that is of the window. Throws UsageError where there is no such folder, and for a run that counts and was pruned;
 * RunError for a damaged one.
 */
export function storeRuns(store: string, question: RunQuestion): StoreRuns {
  if (!existsSync(store)) {
    throw new UsageError(`${formatPath(store)} is not there`, { hint: "Name the folder of the runs." });
  }
  const others = { simulated: 0, otherEdition: 0, notRecorded: 0 };
  const counted: CountedRun[] = [];
  for (const head of headsIn(store, question.window)) {
    const why = whyNotCounted(head, question);
    if (why === null) counted.push(countedRun(join(store, head.id), head));
    else if (why !== "dataset") others[why] += 1;
  }
  return { counted, others };
}

function headsIn(store: string, { from, to }: Statement["window"]): readonly Head[] {
  const heads = readdirSync(store).flatMap((name) => headOf(store, name) ?? []);
  return heads
    .filter(({ startedAt }) => startedAt.slice(0, 10) >= from && startedAt.slice(0, 10) <= to)
    .sort((a, b) => (`${a.startedAt} ${a.id}` < `${b.startedAt} ${b.id}` ? -1 : 1));
}

/** What of `run.json` decides; null: the folder is no run. A run is named by its folder, which a copy may have renamed. */
function headOf(store: string, name: string): Head | null {
  const file = join(store, name, runFiles.facts);
  if (!existsSync(file)) return null;
  const parsed = parseJson(readFileSync(file, "utf8"));
  if (!parsed.ok || !isJsonObject(parsed.value) || typeof parsed.value["startedAt"] !== "string") return null;
  const {
    startedAt,
    mode,
    edition = null,
    dataset = null,
  } = parsed.value as unknown as Head & { readonly dataset?: unknown };
  return { id: name, startedAt, mode, edition, hasDataset: dataset !== null };
}

function whyNotCounted(head: Head, { edition, demo }: RunQuestion): keyof StoreRuns["others"] | "dataset" | null {
  if (head.hasDataset) return "dataset";
  if (head.edition === null) return "notRecorded";
  if (head.edition.id !== edition.id || head.edition.sha256 !== edition.sha256) return "otherEdition";
  return (head.mode === "simulator") === demo ? null : "simulated";
}

function countedRun(path: string, { id, startedAt }: Head): CountedRun {
  if (isThinned(path)) {
    throw new UsageError(`${formatPath(path)} was pruned, so that its trials cannot be judged`, {
      hint: "Choose a window without it: --from and --to.",
    });
  }
  const run = readRun(path);
  const bytes = (name: string) => sha256Of(existsSync(join(path, name)) ? readFileSync(join(path, name)) : "");
  const planned = (run.facts?.cases ?? []).reduce((sum, { trials }) => sum + trials, 0);
  return {
    run,
    line: {
      ...{ id, startedAt, facts: bytes(runFiles.facts), journal: bytes(runFiles.journal) },
      trials: { planned, made: run.transcripts.length },
      damaged: run.damage.length,
    },
  };
}
