import { cellNights, historyOf, sheetNight } from "../../report/sheet/sheet-night.js";
import type { KnownDivergence } from "../../scenario/known.js";
import { knownCells, withKnown } from "../../verdict/nights/known-cell.js";
import type { GateKind } from "../../verdict/regression/gate-result.js";
import { earlierNights, readGate } from "../nights/gate-history.js";
import type { History } from "../nights/history.js";
import { openHistory } from "../nights/open-history.js";
import type { ReportedNight } from "./reported-night.js";

/** The night of a run. `folder` null: where `openHistory` finds it. `kind` null: as its runs were made; `today` null: the present day. */
export type NightWords = {
  readonly folder: string | null;
  readonly run: string;
  readonly kind: GateKind | null;
  readonly known: readonly KnownDivergence[];
  readonly today: string | null;
};

/**
 * What a history says of the night that a run is part of, and of its cells in the nights up to then. Changes nothing in the history. Null: no
 * night of the history has the run. Rejects as `openHistory` and `gateHistory` do.
 */
export async function nightOfRun(words: NightWords, environment: NodeJS.ProcessEnv): Promise<ReportedNight | null> {
  const history = await openHistory(words.folder, environment);
  try {
    const night = await nightWith(history, words.run);
    return night === null ? null : await reportedNight(history, night, words);
  } finally {
    await history.close();
  }
}

async function nightWith(history: History, run: string): Promise<string | null> {
  const nights = await history.facts(mostNights);
  return nights.find(({ runs }) => runs.some(({ id }) => id === run))?.id ?? null;
}

/** A run belongs to a night of its own days, so that an older one is looked for among so many. */
const mostNights = 400;

async function reportedNight(
  history: History,
  night: string,
  { kind, known, today }: NightWords,
): Promise<ReportedNight> {
  const gated = await readGate(history, { night, kind });
  const result = withKnown(gated.result, knownCells(gated.night, known, today));
  const shown = { result, details: gated.details };
  const nights = await earlierNights(history, { before: night, baseline: null });
  return {
    night: { night: sheetNight(shown), cells: cellNights(shown) },
    history: historyOf([...nights, gated.night]),
  };
}
