import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { type ExperimentStore, readExperiment } from "../../library/experiment/experiment-store.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import { resultLines } from "../../report/experiment/result-text.js";
import { log, print, sanitise } from "../shell/print.js";
import { watchAskingSignals } from "../shell/stop-signal.js";
import { experimentOn, type Found } from "./experiment-on.js";
import { type OpenOptions, openExperimentStore } from "./open-experiment.js";
import { type PreparedCell, type PrepareOptions, prepareCell } from "./prepare-cell.js";
import { progressText } from "./progress-text.js";
import { resultJson } from "./result-json.js";
import { showPlan } from "./show-plan.js";
import { askedHow, codeOf, refuseUnclear } from "./who-is-asked.js";

export type InvestigateOptions = PrepareOptions &
  OpenOptions & {
    readonly live?: true;
    readonly maxCost?: number;
    readonly keysFile?: string;
    readonly json?: true;
  };

/**
 * `llm-parity investigate CELL`. Resolves with 0 for a result; 4 where nothing was decided; 3 without credentials; 130 or 143 after a
 * signal that came before the result.
 */
export async function investigate(words: string, typed: InvestigateOptions): Promise<ExitCode | number> {
  refuseUnclear(typed);
  const { cell, options } = recalled(words, typed);
  const prepared = await prepareCell(cell, options);
  if (options.plan === true) return showPlan(prepared, options);
  const store = await openExperimentStore(prepared, options);
  const signals = watchAskingSignals("no further calls are made, and those under way are kept");
  try {
    tellBegin(prepared, store);
    const { redactor } = prepared.reach;
    const found = await experimentOn(prepared, {
      ...{ store, signals, maxCost: options.maxCost ?? null },
      onEvent: (event) => log(sanitise(redactor.text(progressText(event, prepared.made.space, store.budget)))),
    });
    await tellEnd(prepared, { store, found, isJson: options.json === true });
    if (found.result === null) return signals.exitCode() ?? codeOf(found.ended);
    return found.result.kind === "undetermined" ? exitCodes.unmeasured : exitCodes.fine;
  } finally {
    signals.stop();
    await store.close();
  }
}

/** An experiment that goes on knows its cell and its run; what is typed has to agree with it. */
function recalled(words: string, options: InvestigateOptions): { cell: string; options: InvestigateOptions } {
  if (options.resume === undefined) {
    if (words !== "") return { cell: words, options };
    throw new UsageError("name the failing cell", {
      hint: "<target>/<scenario>, as a run prints it, or --resume FOLDER for an experiment that was begun.",
    });
  }
  const { facts } = readExperiment(options.resume);
  const run = options.run ?? facts.run;
  return {
    cell: words === "" ? facts.cell : words,
    options: { ...options, seed: facts.seed, ...(run === null ? {} : { run }) },
  };
}

function tellBegin({ made }: PreparedCell, { folder, earlier }: ExperimentStore): void {
  const before = earlier.length === 0 ? "" : `, with ${earlier.length} earlier calls`;
  log(`experiment: ${formatPath(folder)}${before}`);
  for (const { control, tells } of made.missing) log(sanitise(`missing control: ${control}; it ${tells}`));
}

type Telling = { readonly store: ExperimentStore; readonly found: Found; readonly isJson: boolean };

async function tellEnd(prepared: PreparedCell, { store, found, isJson }: Telling): Promise<void> {
  const { facts, folder } = store;
  const { result, ended, calls, whose, proof } = found;
  const json = resultJson(store, found);
  if (result !== null) await store.write("result.json", json);
  const { redactor } = prepared.reach;
  if (isJson) print(redactor.json(JSON.stringify(json, null, 2)));
  if (result === null) {
    const goOn = `continue with \`llm-parity investigate --resume ${formatPath(folder)} ${askedHow(facts.mark)}\``;
    log(sanitise(redactor.text(`not decided after ${calls.length} calls: ${ended?.says ?? "it ended"}; ${goOn}`)));
    return;
  }
  if (isJson) return;
  const mark = facts.mark === null ? [] : ["SIMULATED: no vendor was asked"];
  const at = (name: string) => formatPath(`${folder}/${name}`);
  const lines = resultLines({ cell: facts.cell, space: prepared.made.space, result, whose, calls, proof, at });
  print(sanitise(redactor.text([...mark, ...lines].join("\n"))));
}
