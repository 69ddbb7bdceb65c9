import { callDeadlines } from "../../library/call-deadlines.js";
import type { AgainEvent } from "../../library/evidence/again/ask-services.js";
import type { BundleSources, Experiment } from "../../library/evidence/bundle-sources.js";
import { UsageError } from "../../library/usage-error.js";
import { counted } from "../../report/counted.js";
import { readModels } from "../../scenario/compiled/read-models.js";
import { log, sanitise } from "../shell/print.js";
import { watchAskingSignals } from "../shell/stop-signal.js";

/** The options that ask the two requests again before they are bundled. `maxCost`: in US dollars. */
export type AgainWords = {
  readonly again?: number;
  readonly simulator?: string;
  readonly live?: true;
  readonly maxCalls?: number;
  readonly maxCost?: number;
  readonly keysFile?: string;
};

/** Evidence that is older is asked again before it is filed, in days. */
const freshDays = 14;

/** Throws UsageError for options that only --again gives an effect, and for --again without saying who is asked. */
export function refuseIdleWords({ again, simulator, live, maxCalls, maxCost }: AgainWords): void {
  const given = Object.entries({
    "--simulator": simulator,
    "--live": live,
    "--max-calls": maxCalls,
    "--max-cost": maxCost,
  });
  const [idle] = given.find(([, value]) => value !== undefined) ?? [];
  if (again === undefined && idle !== undefined) {
    throw new UsageError(`${idle} has no effect without --again`, { hint: "Add --again N, or drop it." });
  }
  if (again === undefined || simulator !== undefined || live === true) return;
  throw new UsageError("--again: say where to send the requests", {
    hint: "Add --live with --max-calls or --max-cost, or --simulator URL.",
  });
}

/**
 * Asks both requests again, where the options say so; `exitCode`: of the signal that stopped it, else null. Says of old evidence that it
 * should be asked again.
 */
export async function experimentOf(
  sources: BundleSources,
  options: AgainWords & { readonly models: string; readonly baseUrl?: string },
): Promise<{ readonly experiment: Experiment | null; readonly exitCode: number | null }> {
  const { again: pairs, simulator = null, baseUrl = null, models } = options;
  if (pairs === undefined) {
    adviseFresh(sources);
    return { experiment: null, exitCode: null };
  }
  const { askExperiment } = await import("../../library/evidence/again/ask-experiment.js");
  refuseOtherKind(sources, simulator);
  const signals = watchAskingSignals();
  try {
    const experiment = await askExperiment(sources, {
      catalog: await readModels(models),
      limits: { maxCalls: options.maxCalls ?? null, maxCostUsd: options.maxCost ?? null },
      ...{ pairs, simulator, baseUrl, environment: process.env, deadlines: callDeadlines, onEvent: show },
      now: () => new Date(),
      stop: signals.signal,
      abort: signals.abort,
    });
    return { experiment, exitCode: signals.exitCode() };
  } finally {
    signals.stop();
  }
}

/** Bytes of a vendor and of a simulator never stand in one proof. */
function refuseOtherKind({ facts }: BundleSources, simulator: string | null): void {
  if ((facts.mark === null) === (simulator === null)) return;
  throw new UsageError(
    facts.mark === null
      ? "a vendor sent these bytes, and a simulator cannot show what the vendor does today"
      : "no vendor sent these bytes, so there is nothing to compare a vendor with",
    { hint: facts.mark === null ? "Use --live with --max-cost USD." : "Use --simulator URL." },
  );
}

function adviseFresh({ facts, transcripts }: BundleSources): void {
  const started = transcripts.flatMap(({ turns }) =>
    turns.flatMap(({ attempts }) => attempts.flatMap((one) => one.startedAt ?? [])),
  );
  const latest = started.sort().at(-1);
  if (facts.mark !== null || latest === undefined) return;
  const days = Math.floor((Date.parse(facts.madeAt) - Date.parse(latest)) / 86_400_000);
  if (days > freshDays)
    log(`the newest call is ${days} days old: ask again with --again 10 --live --max-cost USD before you file it`);
}

function show(event: AgainEvent): void {
  if (event.kind === "plan") {
    log(sanitise(`asking again, in turns: ${counted(event.pairs, "pair")}, ${counted(event.calls, "call")} at most`));
    return;
  }
  log(callLine(event));
}

/** `3/20 failing: bad (empty-reply), HTTP 200`: one call of requests that are asked again. */
export function callLine({ call: one, of }: Extract<AgainEvent, { kind: "call" }>): string {
  const { call, arm, outcome, reason, findings, status } = one;
  const why = reason ?? findings.join(", ");
  const http = status === null ? "no answer" : `HTTP ${status}`;
  return sanitise(`${call}/${of} ${arm}: ${outcome}${why === "" ? "" : ` (${why})`}, ${http}`);
}
