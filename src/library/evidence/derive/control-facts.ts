import { type Api, wholeOf } from "../../../chat/api.js";
import type { ControlReading } from "../../../verdict/attribution/attribution.js";
import { serverOf } from "../../../verdict/attribution/places.js";
import { controlValue } from "../../../verdict/evidence/control-value.js";
import { type CaseCell, cellName } from "../../../verdict/evidence/evidence-calls.js";
import type { Arm, Material } from "../../../verdict/evidence/material.js";
import { failingCall, workingCall } from "../../../verdict/evidence/shown-call.js";
import type { BundleSources } from "../bundle-sources.js";
import { caseArm } from "./case-arm.js";

type Of = { readonly sources: BundleSources; readonly cells: readonly CaseCell[] };

/**
 * A call over chat-completions of a control with the same model, for tools that read no other API; one of another server first. Null: a
 * side is one, or no control is.
 */
export function chatArm({ failing, working }: Pick<Material, "failing" | "working">, of: Of): Arm | null {
  const isChat = (api: Api): boolean => wholeOf(api) === "chat-completions";
  const { model } = failing.verdict.cell;
  if ([failing, working].some((arm) => arm !== null && isChat(arm.target.api))) return null;
  const rank = ({ verdict: { cell, upstreams } }: CaseCell): number => {
    const server = serverOf({ ...cell, served: Object.keys(upstreams) });
    return server === null ? 2 : server === serverOf({ ...failing.verdict.cell, served: [] }) ? 1 : 0;
  };
  const found = of.cells
    .filter(({ verdict: { cell } }) => isChat(cell.api) && cell.model === model)
    .toSorted((a, b) => rank(a) - rank(b));
  const [shown] = found.flatMap(
    ({ verdict, transcripts }) =>
      workingCall(verdict, transcripts, of.sources.facts.failing) ?? failingCall(verdict, transcripts, null) ?? [],
  );
  return shown === undefined ? null : caseArm("control", shown, of).arm;
}

/** What a control has of the factor that differs; null: see {@link controlValue}. */
export function factorValue(reading: ControlReading, { sources: { facts }, cells }: Of): string | null {
  const cell = cells.find(({ verdict }) => cellName(verdict.cell) === reading.of);
  const target = facts.targets.find(({ id }) => id === cell?.verdict.cell.target);
  return cell === undefined ? null : controlValue(reading, cell, target?.extra ?? {});
}
