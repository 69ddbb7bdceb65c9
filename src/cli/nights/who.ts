import { callDeadlines } from "../../library/call-deadlines.js";
import type { FileOptions } from "../../library/choose.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { type WhoResult, whoChangedCell } from "../../library/nights/counter-test.js";
import { openHistory } from "../../library/nights/open-history.js";
import { UsageError } from "../../library/usage-error.js";
import { counted } from "../../report/counted.js";
import { whoText } from "../../report/nights/who-text.js";
import { readModels } from "../../scenario/compiled/read-models.js";
import type { Scenario } from "../../scenario/scenario.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import { recallRun } from "../results/recall-run.js";
import { readStoredRun } from "../results/stored-run.js";
import { loadKeysFile } from "../shell/keys-file.js";
import { log, print } from "../shell/print.js";
import { printLines } from "../shell/print-lines.js";
import { watchAskingSignals } from "../shell/stop-signal.js";
import { readNightCell } from "./night-cell.js";
import { nightNamed } from "./night-named.js";

/** The options of `who`. `maxCost`: in US dollars. */
export type WhoWords = FileOptions & {
  readonly typed: Partial<FileOptions>;
  readonly history?: string;
  readonly night?: string;
  readonly runs: string;
  readonly simulator?: string;
  readonly live?: true;
  readonly baseUrl?: string;
  readonly maxCalls?: number;
  readonly maxCost?: number;
  readonly keysFile?: string;
  readonly json?: true;
};

/** `llm-parity who CELL`. Resolves with 0 where it is clear who changed, else with 4. */
export async function who(text: string, words: WhoWords): Promise<number> {
  if (words.keysFile !== undefined) loadKeysFile(words.keysFile, process.env);
  const history = await openHistory(words.history ?? null, process.env);
  const signals = watchAskingSignals();
  try {
    const night = await nightNamed(words.night ?? "latest-night", history);
    const result = await whoChangedCell(
      history,
      { night, cell: nameOf(text) },
      {
        ...{ runs: words.runs, simulator: words.simulator ?? null, baseUrl: words.baseUrl ?? null },
        catalog: await readModels(words.models),
        limits: { maxCalls: words.maxCalls ?? null, maxCostUsd: words.maxCost ?? null },
        environment: process.env,
        deadlines: callDeadlines,
        now: () => new Date(),
        stop: signals.signal,
        abort: signals.abort,
        scenarioOf: (id, run) => scenarioOf(id, run, words),
        mayAsk: words.live === true || words.simulator !== undefined,
        onEvent: (event) => {
          if (event.kind === "plan") log(`sending both requests in turns, ${counted(event.calls, "call")} at most`);
        },
      },
    );
    if (words.json === true) print(JSON.stringify({ schemaVersion: 1, ...result }, null, 2));
    else printLines(whoText(result));
    return signals.exitCode() ?? exitCodeOf(result);
  } finally {
    signals.stop();
    await history.close();
  }
}

/** The cell as the nights have it: the client where it is not the SDK. */
function nameOf(text: string): string {
  const { target, scenario, client } = readNightCell(text);
  return cellKey({ target, scenario, client: client ?? "sdk" });
}

async function scenarioOf(id: string, run: string, { runs, typed, ...given }: WhoWords): Promise<Scenario> {
  const { choice } = await recallRun(readStoredRun(run, runs), { typed, given });
  const scenario = choice.scenarios.find((one) => one.id === id);
  if (scenario !== undefined) return scenario;
  throw new UsageError(`the scenario ${id} is no longer there`, { hint: "Name its folder with --scenarios." });
}

function exitCodeOf({ who: { who: answer }, calls }: WhoResult): ExitCode {
  if (calls.some(({ reason }) => reason === "credentials")) return exitCodes.credentials;
  return answer === "cannot-tell" ? exitCodes.unmeasured : exitCodes.fine;
}
