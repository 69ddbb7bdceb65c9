import { UsageError } from "../../library/usage-error.js";
import { cellExample } from "../../scenario/target-examples.js";

/** A cell as it was named, its target not yet looked up. `trial`: null when the name has none. */
export type CellName = { readonly target: string; readonly scenario: string; readonly trial: number | null };

/**
 * Reads the name of a cell in every form in which a run prints it: `target/scenario`, `scenario on target` (as in messages and reports) and
 * `target scenario #2` (as in the progress). Throws UsageError for any other text.
 */
export function readCellName(text: string): CellName {
  const [, plain = text, trial] = /^(.*?)(?: #(\d+))?:?$/.exec(text.trim().replace(/\s+/g, " ")) ?? [];
  const [, scenarioFirst, targetLast] = /^([^/ ]+) on (\S+)$/.exec(plain) ?? [];
  const [, target, scenario] = /^(\S+)[/ ]([^/ ]+)$/.exec(plain) ?? [];
  const found = targetLast === undefined ? [target, scenario] : [targetLast, scenarioFirst];
  if (found[0] === undefined || found[1] === undefined) {
    throw new UsageError(`"${text}" is not a cell`, {
      hint: `Write <target>/<scenario>, e.g. ${cellExample}, or <scenario> on <target>, as a run prints it.`,
    });
  }
  return { target: found[0], scenario: found[1], trial: trial === undefined ? null : Number(trial) };
}
