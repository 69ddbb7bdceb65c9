import { existsSync, readFileSync } from "node:fs";
import type { Target } from "../../chat/target.js";
import { fixturePath } from "../../runner/store/fixture-path.js";
import { readRun } from "../../runner/store/read-run.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import type { TiedViews } from "../../verdict/client-views/recorded-replies.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import { readHar } from "../../wire/har/har.js";
import { formatPath } from "../format-path.js";
import { isShipped } from "../shipped-file.js";
import type { RunResult } from "../suite/run-result.js";
import { runWords } from "../suite/run-words.js";
import { flagWords } from "../suite/shell-word.js";
import type { TrialSource } from "./trial-source.js";

/** What a run or a replay was made from. */
export type RunSource = {
  readonly result: Pick<RunResult, "runDirectory">;
  readonly targets: readonly Target[];
  /** The folder of recordings that a replay reads. */
  readonly fixtures: string;
  readonly tiedViews: TiedViews | null;
  /** Quote what customers wrote; default: its shapes, lengths and hashes. */
  readonly includeContent?: boolean;
};

/** Where the bytes of a run are: in its folder, or in the fixtures that were replayed. */
export function sourceOfRun(run: RunSource): TrialSource {
  const { targets, tiedViews, includeContent = false } = run;
  const { showWords, entriesOf } = run.result.runDirectory === null ? ofFixtures(run) : ofFolder(run);
  return { targets, tiedViews, includeContent, showWords, entriesOf: rememberingLast(entriesOf) };
}

/** Trials of a cell are read one after another. */
function rememberingLast(entriesOf: TrialSource["entriesOf"]): TrialSource["entriesOf"] {
  let last: { readonly id: string; readonly entries: ReturnType<TrialSource["entriesOf"]> } | null = null;
  return (cell) => {
    const id = cellKey(cell);
    if (last?.id !== id) last = { id, entries: entriesOf(cell) };
    return last.entries;
  };
}

function ofFolder({ result: { runDirectory } }: RunSource): Pick<TrialSource, "entriesOf" | "showWords"> {
  let stored: StoredRun | null = null;
  return {
    showWords: runWords(runDirectory ?? ""),
    entriesOf: ({ target, scenario }) => {
      stored ??= readRun(runDirectory ?? "");
      return stored.exchangesOf({ target, scenario })?.entries ?? null;
    },
  };
}

function ofFixtures({ targets, fixtures }: RunSource): Pick<TrialSource, "entriesOf" | "showWords"> {
  return {
    showWords: isShipped(fixtures, "fixtures") ? "" : flagWords("--fixtures", formatPath(fixtures)),
    entriesOf: ({ target, scenario }) => {
      const found = targets.find(({ id }) => id === target);
      const file = found === undefined ? null : fixturePath(fixtures, found, scenario);
      return file === null || !existsSync(file) ? null : readHar(readFileSync(file, "utf8"), formatPath(file)).entries;
    },
  };
}
