import { callDeadlines } from "../../library/call-deadlines.js";
import { type RecheckEvent, recheckBundle } from "../../library/evidence/again/recheck-bundle.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { counted } from "../../report/counted.js";
import { readModels } from "../../scenario/compiled/read-models.js";
import type { RecheckFile } from "../../verdict/evidence/recheck-file.js";
import { log, print, sanitise } from "../shell/print.js";
import { watchAskingSignals } from "../shell/stop-signal.js";
import { callLine } from "./again.js";

/** The options of `evidence recheck`. `maxCost`: in US dollars. */
export type RecheckWords = {
  readonly models: string;
  readonly pairs?: number;
  readonly simulator?: string;
  readonly live?: true;
  readonly baseUrl?: string;
  readonly maxCalls?: number;
  readonly maxCost?: number;
  readonly json?: true;
};

/**
 * `llm-parity evidence recheck DIR`: asks the two requests of a bundle again, prints the decision and adds it to the bundle.  Resolves with 0 where it is fixed, 1 where it still fails or has changed, 3 where a key was refused, 4 where
 * nothing could be decided.
 */
export async function recheck(bundle: string, words: RecheckWords): Promise<number> {
  const signals = watchAskingSignals();
  try {
    const { file, recheck: made } = await recheckBundle(bundle, {
      catalog: await readModels(words.models),
      pairs: words.pairs ?? null,
      simulator: words.simulator ?? null,
      baseUrl: words.baseUrl ?? null,
      limits: { maxCalls: words.maxCalls ?? null, maxCostUsd: words.maxCost ?? null },
      environment: process.env,
      deadlines: callDeadlines,
      now: () => new Date(),
      stop: signals.signal,
      abort: signals.abort,
      onEvent: (event) => show(event, words.json === true),
    });
    log(file === null ? "nothing was sent, so nothing is kept" : `kept: ${sanitise(`${bundle}/${file}`)}`);
    return signals.exitCode() ?? recheckExitCode(made);
  } finally {
    signals.stop();
  }
}

function show(event: RecheckEvent, isJson: boolean): void {
  switch (event.kind) {
    case "plan":
      log(sanitise(planText(event)));
      break;
    case "call":
      log(callLine(event));
      break;
    default:
      print(isJson ? JSON.stringify(event.recheck, null, 2) : sanitise(recheckText(event.recheck)));
  }
}

function planText({ pairs, calls, targets }: Extract<RecheckEvent, { kind: "plan" }>): string {
  const what = calls === pairs ? "the failing request" : "both requests in turns";
  const where = [...new Set(targets)].join(" and ");
  return `asking ${what}, ${counted(pairs, "time")}${calls === pairs ? "" : " each"}, ${counted(calls, "call")} at most: ${where}`;
}

function recheckText({ mark, decision, says, ended, calls, pairs }: RecheckFile): string {
  const simulated = mark === null ? [] : ["SIMULATED: no vendor was asked"];
  const asked = new Set(calls.map(({ pair }) => pair)).size;
  const early = ended === null ? [] : [`${asked} of ${counted(pairs, "round")} begun: ${ended}.`];
  return [...simulated, `${decision}: ${says.join("\n  ")}`, ...early].join("\n");
}

function recheckExitCode({ decision, calls }: RecheckFile): ExitCode {
  if (calls.some(({ reason }) => reason === "credentials")) return exitCodes.credentials;
  if (decision === "undecided") return exitCodes.unmeasured;
  return decision === "fixed" ? exitCodes.fine : exitCodes.failing;
}
