import type { AgainCall } from "../../../verdict/evidence/experiment-result.js";
import type { RecordedSide } from "../../../verdict/evidence/recheck-decision.js";
import type { Verdict } from "../../../verdict/verdict.js";
import type { HarEntry } from "../../../wire/har/har.js";
import type { AgainArm } from "./again-arm.js";

/** The cell that an arm is from: its verdict, and its exchanges. */
export type RecordedCell = { readonly judged: Verdict["judged"]; readonly entries: readonly HarEntry[] };

/**
 * What the other trials of an arm's cell show about its request. Those that sent the same body at the shown step count; where no other trial
 * did (its history holds the model's own words, or a nonce), all that reached the step count, and `of` says so. `findings`: only
 * trials with one of these are bad; null: with any.
 */
export function recordedSide(
  arm: AgainArm,
  { judged, entries }: RecordedCell,
  findings: readonly string[] | null,
): RecordedSide {
  const others = judged.filter(({ trial, outcome }) => trial !== arm.transcript.trial && outcome !== "excluded");
  const reached = others.filter(({ trial }) => bodyOf(entries, trial, arm.step) !== null);
  const own = Buffer.from(arm.exchange.request.body ?? nothing);
  const same = reached.filter(({ trial }) => own.equals(bodyOf(entries, trial, arm.step) ?? nothing));
  const counted = same.length > 0 ? same : reached;
  const bad = counted.filter(
    (trial) =>
      trial.outcome === "bad" &&
      (findings === null || trial.findings.some(({ id, severity }) => severity === "bad" && findings.includes(id))),
  );
  return {
    bad: bad.length,
    eligible: counted.length,
    of: counted === same || counted.length === 0 ? "trials" : "other-bodies",
  };
}

/** The same of the calls that were asked again when the bundle was made. Null: none of them counts. */
export function askedAgainSide(
  name: AgainArm["name"],
  calls: readonly AgainCall[],
  findings: readonly string[] | null,
): RecordedSide | null {
  const counted = calls.filter(({ arm, outcome }) => arm === name && outcome !== "excluded");
  const bad = counted.filter(
    (call) => call.outcome === "bad" && (findings === null || call.findings.some((id) => findings.includes(id))),
  );
  return counted.length === 0 ? null : { bad: bad.length, eligible: counted.length, of: "asked-again" };
}

/** Null: the trial did not reach the step. */
function bodyOf(entries: readonly HarEntry[], trial: number, step: string): Uint8Array | null {
  return entries.findLast((entry) => entry.trial === trial && entry.step === step)?.exchange.request.body ?? null;
}

const nothing = new Uint8Array();
