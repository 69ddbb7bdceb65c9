import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ExitCode, exitCodes } from "../../../library/exit-code.js";
import { formatPath } from "../../../library/format-path.js";
import { answerLines } from "../../../report/experiment/answer-text.js";
import { lackedControl } from "../../../verdict/experiment/results/lacked-control.js";
import { print, sanitise } from "../../shell/print.js";
import type { Found } from "../experiment-on.js";
import type { PreparedCell } from "../prepare-cell.js";

type Answer = {
  readonly scenario: string;
  /** Null: nothing failed. */
  readonly prepared: PreparedCell | null;
  readonly found: Found | null;
  readonly experiment: string | null;
  readonly bundle: string | null;
};

/** Prints the five lines that say what came out, and writes them into the folder, beside the pair that proves it. */
export async function writeAnswer(
  { out, simulator }: { readonly out: string; readonly simulator: string | null },
  { scenario, prepared, found, experiment, bundle }: Answer,
): Promise<ExitCode> {
  const mark = simulator === null ? null : "DEMO";
  const result = found?.result ?? null;
  const pairs = mark === null ? "proof" : "demo-proof";
  if (experiment !== null && (found?.proof.length ?? 0) > 0)
    await cp(join(experiment, "proof"), join(out, pairs), { recursive: true });
  const lacked = result === null ? null : lackedControl(result, prepared?.made.places ?? []);
  const lines = answerLines({
    ...{ mark, scenario, result, whose: found?.whose ?? null, proof: found?.proof ?? [] },
    calls: found?.calls ?? [],
    cell: prepared?.cell ?? null,
    space: prepared?.made.space ?? { factors: [], places: [] },
    missing: [...(lacked === null ? [] : [lacked]), ...(prepared?.made.missing ?? [])],
    at: (name) => formatPath(join(out, name.replace(/^proof/, pairs))),
    bundle: bundle === null ? null : formatPath(bundle),
  });
  const text = (prepared?.reach.redactor.text(lines.join("\n")) ?? lines.join("\n")).concat("\n");
  const head = mark === null ? "" : "DEMO: our simulator, no vendor\n";
  await writeFile(join(out, mark === null ? "answer.txt" : "demo-answer.txt"), `${head}${text}`);
  print(`\n${sanitise(text)}`);
  return result?.kind === "undetermined" ? exitCodes.unmeasured : exitCodes.fine;
}
