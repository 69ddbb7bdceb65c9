import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import type { ProbeEvent } from "../../library/minimise/minimise-run.js";
import { type MinimiseStore, readMinimise } from "../../library/minimise/minimise-store.js";
import { UsageError } from "../../library/usage-error.js";
import { minimisedLines } from "../../report/minimise/minimise-text.js";
import type { MinimiseResult } from "../../verdict/minimise/search/result.js";
import { log, print, sanitise } from "../shell/print.js";
import { watchAskingSignals } from "../shell/stop-signal.js";
import { type FoundSmallest, minimiseOn } from "./minimise-on.js";
import { showMinimisePlan } from "./minimise-plan.js";
import { minimisedJson } from "./minimised-json.js";
import { type OpenMinimiseOptions, openMinimiseStore } from "./open-minimise.js";
import type { PrepareOptions } from "./prepare-cell.js";
import { type PreparedMinimise, prepareMinimise } from "./prepare-minimise.js";
import { askedHow, codeOf, refuseUnclear, type WhoIsAsked } from "./who-is-asked.js";

export type MinimiseCommandOptions = PrepareOptions &
  OpenMinimiseOptions &
  WhoIsAsked & {
    readonly keysFile?: string;
    readonly json?: true;
  };

/**
 * `llm-parity minimise CELL`. Resolves with 0 for a result; 4 where there is no fixed point within the budget, or the request is refused
 * as it is; 3 without credentials; 130 or 143 after a signal that came before the result.
 */
export async function minimise(words: string, typed: MinimiseCommandOptions): Promise<ExitCode | number> {
  refuseUnclear(typed);
  const { cell, options } = recalled(words, typed);
  const prepared = await prepareMinimise(cell, options);
  if (options.plan === true) return showMinimisePlan(prepared, options);
  const store = await openMinimiseStore(prepared, options);
  const signals = watchAskingSignals("no further call is made, and the one under way is kept");
  try {
    tellBegin(prepared, store);
    const { redactor } = prepared.reach;
    const found = await minimiseOn(prepared, {
      ...{ store, signals, maxCost: options.maxCost ?? null },
      onEvent: (event) => log(sanitise(redactor.text(probeText(event, store.budget)))),
    });
    await tellEnd(prepared, { store, found, isJson: options.json === true });
    if (found.ended !== null) return signals.exitCode() ?? codeOf(found.ended);
    return found.result === null ? exitCodes.unmeasured : endingCodes[found.result.ending];
  } finally {
    signals.stop();
    await store.close();
  }
}

const endingCodes: { readonly [ending in MinimiseResult["ending"]]: ExitCode } = {
  "fixed-point": exitCodes.fine,
  "too-rare": exitCodes.fine,
  "rate-changed": exitCodes.fine,
  spent: exitCodes.unmeasured,
  refused: exitCodes.unmeasured,
};

/** A search that goes on knows its cell, its run and its experiment; what is typed has to agree with it. */
function recalled(
  words: string,
  options: MinimiseCommandOptions,
): { readonly cell: string; readonly options: MinimiseCommandOptions } {
  if (options.resume === undefined) {
    if (words !== "") return { cell: words, options };
    throw new UsageError("name the failing cell", {
      hint: "<target>/<scenario>, as a run prints it, or --resume FOLDER for a search that was begun.",
    });
  }
  const { facts } = readMinimise(options.resume);
  const run = options.run ?? facts.run;
  return {
    cell: words === "" ? facts.cell : words,
    options: {
      ...{ ...options, seed: facts.seed },
      ...(run === null ? {} : { run }),
      ...(facts.from === null ? {} : { from: facts.from }),
    },
  };
}

function tellBegin({ control }: PreparedMinimise, { folder, earlier }: MinimiseStore): void {
  const before = earlier.length === 0 ? "" : `, with ${earlier.length} earlier calls`;
  log(`experiment: ${formatPath(folder)}${before}`);
  log(sanitise(`control: ${control.control === null ? `none, since ${control.why}` : control.control.says}`));
}

/** One line of the progress: what was asked, and what the call showed. */
function probeText({ kept, ask }: ProbeEvent, budget: number): string {
  const { call, findings, why } = kept;
  const said = why ?? findings.join(", ");
  return `[${call.call}/${budget}] ${ask.why} ${call.outcome}${said === "" ? "" : ` (${said})`}`;
}

type Telling = { readonly store: MinimiseStore; readonly found: FoundSmallest; readonly isJson: boolean };

async function tellEnd(prepared: PreparedMinimise, { store, found, isJson }: Telling): Promise<void> {
  const { facts, folder } = store;
  const { result, ended, calls, control: proof, idle, files } = found;
  const json = minimisedJson(store, prepared, found);
  if (result !== null) await store.write("result.json", json);
  const { redactor } = prepared.reach;
  if (isJson) print(redactor.json(JSON.stringify(json, null, 2)));
  else if (result !== null) {
    const mark = facts.mark === null ? [] : ["SIMULATED: no vendor was asked"];
    const { control, why } = prepared.control;
    const lines = minimisedLines({
      ...{ cell: facts.cell, result, files, why: why ?? idle ?? "the search ended before it" },
      control:
        control === null || proof === null ? null : { says: control.says, proof, calls: calls.length - result.calls },
      said: (number) => calls.find(({ call }) => call.call === number)?.why ?? null,
      at: (name) => formatPath(`${folder}/${name}`),
    });
    print(sanitise(redactor.text([...mark, ...lines].join("\n"))));
  }
  if (ended === null && result?.ending !== "spent") return;
  const goOn = `\`llm-parity minimise --resume ${formatPath(folder)} ${askedHow(facts.mark)}\``;
  const says =
    ended === null
      ? `continue with ${goOn} and a larger --budget`
      : `not decided after ${calls.length} calls: ${ended.says}; continue with ${goOn}`;
  log(sanitise(redactor.text(says)));
}
