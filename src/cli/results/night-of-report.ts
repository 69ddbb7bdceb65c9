import { noNight, type ReportedNight } from "../../library/reports/reported-night.js";
import { UsageError } from "../../library/usage-error.js";
import type { KnownDivergence } from "../../scenario/known.js";
import type { GateKind } from "../../verdict/regression/gate-result.js";
import { log, sanitise } from "../shell/print.js";

/** Where the night of a run may be. `typed`: the value of `--history`; `own`: the gate and the history that the run was started with. */
export type NightPlace = {
  readonly run: string;
  readonly typed: string | null;
  readonly own: { readonly gate: GateKind | null; readonly history: string | null };
  readonly known: readonly KnownDivergence[];
  readonly today: string | null;
};

/**
 * What a history says of a run: of the one that was typed, else of that which the run itself was started with. A typed one must be readable and have
 * the run; without it a report is only poorer.
 */
export async function nightOfReport({ run, typed, own, known, today }: NightPlace): Promise<ReportedNight> {
  if (typed === null && own.gate === null) return noNight;
  const { nightOfRun } = await import("../../library/reports/night-of-run.js");
  const words = { folder: typed ?? own.history, run, kind: own.gate, known, today };
  if (typed !== null) {
    const night = await nightOfRun(words, process.env);
    if (night !== null) return night;
    throw new UsageError(`--history ${typed} has no night with run ${run}`, {
      hint: `\`llm-parity history add ${run} --history ${typed}\` adds it; or leave --history out.`,
    });
  }
  try {
    return (await nightOfRun(words, process.env)) ?? noNight;
  } catch (error) {
    log(sanitise(`reports: without the nights: ${error instanceof Error ? error.message : String(error)}`));
    return noNight;
  }
}

/** The gate and the history of a run's stored options. */
export function ownNight(options: object): NightPlace["own"] {
  const { gate, history } = options as { readonly gate?: GateKind; readonly history?: string };
  return { gate: gate ?? null, history: history ?? null };
}
