import type { Transcript, Turn } from "../../transcript/transcript.js";
import type { Verdict } from "../verdict.js";
import type { ShownCall } from "./case-facts.js";

/**
 * The call of a failing cell that is shown: the first bad trial for which the working cell has a good one of the same number, since the
 * two then share their reference; else the first bad trial. Its turn is that of the first bad finding. Null: nothing was sent.
 */
export function failingCall(
  { cell, judged }: Verdict,
  transcripts: readonly Transcript[],
  working: Verdict | null,
): ShownCall | null {
  const bad = judged.filter(({ outcome }) => outcome !== "ok");
  const first = bad.filter(({ outcome }) => outcome === "bad");
  const good = new Set((working?.judged ?? []).flatMap(({ trial, outcome }) => (outcome === "ok" ? [trial] : [])));
  const ordered = [...first.filter(({ trial }) => good.has(trial)), ...first, ...bad];
  for (const { trial, findings } of ordered) {
    const turns = transcripts.find((one) => one.trial === trial)?.turns ?? [];
    const step = findings.find(({ severity }) => severity === "bad")?.step ?? null;
    const found = callOf(turns.find((turn) => turn.step === step) ?? turns.at(-1));
    if (found !== null) return { target: cell.target, scenario: cell.scenario, client: cell.client, trial, ...found };
  }
  return null;
}

/** The call of the working cell that answers the same step, of the same trial where that one is good. Null: nothing was sent. */
export function workingCall(
  { cell, judged }: Verdict,
  transcripts: readonly Transcript[],
  failing: ShownCall,
): ShownCall | null {
  const good = judged.filter(({ outcome }) => outcome === "ok");
  const ordered = [...good.filter(({ trial }) => trial === failing.trial), ...good];
  for (const { trial } of ordered) {
    const turns = transcripts.find((one) => one.trial === trial)?.turns ?? [];
    const found = callOf(turns.find((turn) => turn.step === failing.step) ?? turns.at(-1));
    if (found !== null) return { target: cell.target, scenario: cell.scenario, client: cell.client, trial, ...found };
  }
  return null;
}

function callOf(turn: Turn | undefined): Pick<ShownCall, "step" | "exchange"> | null {
  const exchange = turn?.attempts.at(-1)?.exchange ?? null;
  return turn === undefined || exchange === null ? null : { step: turn.step, exchange };
}
