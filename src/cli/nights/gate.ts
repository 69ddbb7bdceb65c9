import type { FileOptions } from "../../library/choose.js";
import type { ExitCode } from "../../library/exit-code.js";
import { type GatedNight, gateHistory } from "../../library/nights/gate-history.js";
import { openHistory } from "../../library/nights/open-history.js";
import { gateText } from "../../report/nights/gate-text.js";
import { loadKnown } from "../../scenario/load-known.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import { knownBugs, withKnown } from "../../verdict/nights/known-cell.js";
import { countingLines } from "../../verdict/nights/stored-night.js";
import type { GateKind } from "../../verdict/regression/gate-result.js";
import { print, sanitise } from "../shell/print.js";
import { nightNamed } from "./night-named.js";

export type GateOptions = Pick<FileOptions, "known"> & {
  readonly history?: string;
  /** Absent: as the runs of the night were made. */
  readonly kind?: GateKind;
  readonly all?: true;
  readonly json?: true;
  readonly backtest?: number;
  /** Absent: today. */
  readonly today?: string;
};

/** `llm-parity gate [NIGHT]`: says what regressed, was fixed or was not measured. Resolves with the exit code. */
export async function showGate(name: string, options: GateOptions): Promise<ExitCode> {
  const history = await openHistory(options.history ?? null, process.env);
  try {
    const night = await nightNamed(name, history);
    const gated = await gateHistory(history, { night, kind: options.kind ?? null });
    const known = knownCells(gated, options);
    const result = withKnown(gated.result, known);
    if (options.json === true) print(JSON.stringify(result, null, 2));
    else print(sanitise(gateText({ ...gated, result, place: history.place, known, all: options.all === true })));
    return result.exitCode;
  } finally {
    await history.close();
  }
}

/** Cells whose bad findings are all in known.yaml, with the bug reports. */
function knownCells({ night }: GatedNight, { known: file, today }: GateOptions): ReadonlyMap<string, string> {
  const known = loadKnown(file);
  const day = today ?? new Date().toISOString().slice(0, 10);
  return new Map(
    countingLines(night).counting.flatMap((line) => {
      const bugs = knownBugs(line, known, day);
      return bugs.length === 0 ? [] : [[cellKey(line), bugs.join(", ")] as const];
    }),
  );
}
