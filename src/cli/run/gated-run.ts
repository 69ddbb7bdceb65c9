import type { Choice, FileOptions } from "../../library/choose.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import type { Suspicion } from "../../library/nights/confirm-suspects.js";
import { nightIdOf } from "../../library/nights/night-of-run.js";
import { openHistory } from "../../library/nights/open-history.js";
import { suspicionOf } from "../../library/nights/suspicion.js";
import type { GateKind } from "../../verdict/regression/gate-result.js";
import { showGate } from "../nights/gate.js";
import { addToHistory } from "../nights/history-add.js";
import { print } from "../shell/print.js";

/** A run that is a night: what is asked again in it, and what it is worth. */
export type GatedRun = {
  readonly suspicion: Suspicion;
  /** Appends the run to its night and compares that with the baseline. Resolves with the exit code of the gate. */
  readonly conclude: (runDirectory: string) => Promise<ExitCode>;
};

/** The options of a run that its night needs, see `RunOptions`. */
export type NightOptions = FileOptions & {
  readonly gate: GateKind;
  readonly history?: string;
  readonly night?: string;
  readonly runs: string;
  readonly notify?: true;
  readonly seed: number;
  readonly today?: string;
};

/** Reads baseline and nights before anything is asked. `startedAt`: of the run, ISO 8601. Rejects with UsageError for a night that cannot be. */
export async function gatedRun(options: NightOptions, choice: Choice, startedAt: string): Promise<GatedRun> {
  const { gate: kind, history: folder, night: typed } = options;
  const night = nightIdOf(typed ?? null, { startedAt, id: null });
  const history = await openHistory(folder ?? null, process.env);
  try {
    const { scenarios } = choice;
    const suspicion = await suspicionOf(history, { kind, night, scenarios, seed: options.seed });
    return { suspicion, conclude: (runDirectory) => conclude(runDirectory, { options, kind, night }) };
  } finally {
    await history.close();
  }
}

type Night = { readonly options: NightOptions; readonly kind: GateKind; readonly night: string };

/** A shard is a part of its night, which is compared once the shards are merged. */
async function conclude(runDirectory: string, { options, kind, night }: Night): Promise<ExitCode> {
  const { history, runs, scenarios, models, known, fixtures, notify, today } = options;
  const kept = history === undefined ? {} : { history };
  const files = { scenarios, models, known, fixtures };
  print("");
  const added = await addToHistory([runDirectory], { ...files, typed: files, runs, ...kept, night });
  if (added !== exitCodes.fine) return added;
  print("");
  const words = { ...(notify === undefined ? {} : { notify }), ...(today === undefined ? {} : { today }) };
  // The run itself annotates, once.
  return showGate(night, { known, ...kept, kind, annotations: false, ...words });
}
