import { choose, type FileOptions } from "../../library/choose.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { openHistory } from "../../library/nights/open-history.js";
import { removeKnown } from "../../library/nights/remove-known.js";
import { knownText } from "../../report/nights/known-text.js";
import { type KnownEntryState, knownState } from "../../verdict/nights/known-state.js";
import { log, print } from "../shell/print.js";
import { printLines } from "../shell/print-lines.js";

export type KnownOptions = FileOptions & { readonly history?: string; readonly update?: true; readonly json?: true };

/** So many of the newest nights are looked at. */
const lookedAt = 30;

/**
 * `llm-parity known`: what the nights say of the entries of known.yaml; with `--update`, takes those that are fixed out of it. Resolves with
 * the exit code: 1 where an entry is fixed and still there, or has expired.
 */
export async function showKnown(options: KnownOptions): Promise<ExitCode> {
  const { scenarios, models, known: file, fixtures } = options;
  const { known } = await choose({ scenarios, models, known: file, fixtures }, "live");
  const history = await openHistory(options.history ?? null, process.env);
  try {
    const nights = await history.last(lookedAt);
    const today = new Date().toISOString().slice(0, 10);
    const states = known.map((entry) => knownState(entry, { nights, today }));
    if (options.json === true)
      print(JSON.stringify({ schemaVersion: 1, history: history.place, entries: states }, null, 2));
    else printLines(knownText(states));
    return options.update === true ? await update(file, states) : codeOf(states);
  } finally {
    await history.close();
  }
}

async function update(file: string, states: readonly KnownEntryState[]): Promise<ExitCode> {
  const fixed = states.flatMap(({ state }, index) => (state === "fixed" ? [index] : []));
  if (fixed.length === 0) {
    log(`${file}: nothing to take out`);
    return codeOf(states);
  }
  await removeKnown(file, fixed);
  log(`${file}: ${fixed.length} fixed ${fixed.length === 1 ? "entry" : "entries"} taken out`);
  return codeOf(states.filter(({ state }) => state !== "fixed"));
}

function codeOf(states: readonly KnownEntryState[]): ExitCode {
  const needsEdit = states.some(({ state, expired }) => state === "fixed" || (expired && state === "there"));
  return needsEdit ? exitCodes.failing : exitCodes.fine;
}
