import type { ShownCall } from "../../../verdict/evidence/case-facts.js";
import type { CaseCell } from "../../../verdict/evidence/evidence-calls.js";
import type { Arm } from "../../../verdict/evidence/material.js";
import type { HarEntry } from "../../../wire/har/har.js";
import { type BundleSources, sourcePaths } from "../bundle-sources.js";
import { BundleError } from "../source-json.js";
import { keyOf } from "./case-cells.js";
import { wireFacts } from "./wire-facts.js";

/** One side of a case with the recording of the call that is shown. */
export type ArmWithEntry = { readonly arm: Arm; readonly entry: HarEntry };

/** Finds the call that is shown of one side. Throws BundleError where the sources do not hold it. */
export function caseArm(
  name: Arm["name"],
  shown: ShownCall,
  { sources, cells }: { readonly sources: BundleSources; readonly cells: readonly CaseCell[] },
): ArmWithEntry {
  const { facts, scenarios, recordings } = sources;
  const listed = facts.cells.find((one) => keyOf(one) === keyOf(shown));
  const cell = cells.find(({ verdict }) => keyOf(verdict.cell) === keyOf(shown));
  const target = facts.targets.find(({ id }) => id === shown.target);
  const scenario = scenarios.find(({ id }) => id === shown.scenario);
  const turns = cell?.transcripts.find(({ trial }) => trial === shown.trial)?.turns ?? [];
  const turn = turns.find(({ step }) => step === shown.step);
  const entries = recordings.get(listed?.file ?? "")?.entries ?? [];
  const entry = entries.filter(({ trial }) => trial === shown.trial)[shown.exchange];
  if (cell === undefined || target === undefined || scenario === undefined)
    throw missing(name, `the cell ${keyOf(shown)}`);
  if (turn === undefined) throw missing(name, `step ${shown.step} of trial ${shown.trial}`);
  if (entry === undefined) throw missing(name, `exchange ${shown.exchange} of trial ${shown.trial}`);
  const { verdict } = cell;
  const body = Buffer.from(entry.exchange.request.body ?? new Uint8Array()).toString("utf8");
  return {
    arm: { name, verdict, target, scenario, trial: shown.trial, turn, wire: wireFacts(entry.exchange), body },
    entry,
  };
}

function missing(name: string, what: string): BundleError {
  return new BundleError(`${sourcePaths.facts}: ${name} names ${what}, which the other files do not hold`, null);
}
