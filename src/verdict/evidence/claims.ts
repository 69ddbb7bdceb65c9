import type { ControlReading } from "../attribution/attribution.js";
import { isOfOtherClient } from "./choose-working.js";
import type { EvidenceCall } from "./evidence-calls.js";
import type { ExperimentResult } from "./experiment-result.js";

/** A number of a page that is counted from calls. `calls`: their numbers in `calls.jsonl`, or in `experiment/calls.jsonl`. */
export type Claim = {
  /** Stable within a bundle, as in `failing-rate`. */
  readonly id: string;
  /** As pages print it: `9 of 10`. */
  readonly text: string;
  /** What is counted, in words. */
  readonly says: string;
  readonly file: "calls.jsonl" | "experiment/calls.jsonl";
  readonly calls: readonly number[];
};

/** Every number of the pages that is counted from calls, each from the calls alone. */
export function claimsOf(
  calls: readonly EvidenceCall[],
  {
    controls,
    experiment,
  }: { readonly controls: readonly ControlReading[]; readonly experiment: ExperimentResult | null },
): readonly Claim[] {
  const ofRole = (role: EvidenceCall["role"]) => calls.filter((call) => call.role === role);
  const [failing, working] = [ofRole("failing"), ofRole("working")];
  return [
    badClaim("failing-rate", "bad among the eligible trials of the failing cell", failing),
    excludedClaim("failing-excluded", failing),
    ...(working.length === 0
      ? []
      : [badClaim("working-rate", "bad among the eligible trials of the working cell", working)]),
    ...controls.map((control, at) =>
      badClaim(`control-${at + 1}`, `bad among the eligible trials of ${control.of}`, callsOfControl(calls, control)),
    ),
    ...(experiment === null ? [] : experimentClaims(experiment)),
  ];
}

/** The calls of a control by its name, which ends with an upstream where the trials were split by it, and by its client. */
function callsOfControl(calls: readonly EvidenceCall[], control: ControlReading): readonly EvidenceCall[] {
  const { of } = control;
  const named = calls.filter(
    ({ cell, upstream }) => cell === of || (upstream !== null && `${cell} → ${upstream}` === of),
  );
  const own = calls.find(({ role }) => role === "failing")?.client;
  const ofClient = named.filter(({ client }) => (client === own) !== isOfOtherClient(control));
  return ofClient.length === 0 ? named : ofClient;
}

function badClaim(id: string, says: string, calls: readonly EvidenceCall[]): Claim {
  const eligible = calls.filter(({ outcome }) => outcome !== "excluded");
  const bad = eligible.filter(({ outcome }) => outcome === "bad");
  return { id, text: `${bad.length} of ${eligible.length}`, says, ...counted(eligible) };
}

function excludedClaim(id: string, calls: readonly EvidenceCall[]): Claim {
  const excluded = calls.filter(({ outcome }) => outcome === "excluded");
  return {
    id,
    text: String(excluded.length),
    says: "trials that are no evidence about the model",
    ...counted(excluded),
  };
}

function counted(calls: readonly EvidenceCall[]): Pick<Claim, "file" | "calls"> {
  return { file: "calls.jsonl", calls: calls.map(({ call }) => call) };
}

function experimentClaims({ calls, failing, working, eValue, pairs, paired }: ExperimentResult): readonly Claim[] {
  const numbers = (of: "failing" | "working") =>
    calls.flatMap(({ arm, outcome, call }) => (arm === of && outcome !== "excluded" ? [call] : []));
  const file = "experiment/calls.jsonl" as const;
  const rate = (arm: "failing" | "working", { bad, eligible }: { bad: number; eligible: number }): Claim => ({
    id: `again-${arm}`,
    text: `${bad} of ${eligible}`,
    says: `bad among the eligible calls of the ${arm} request, asked again in turns`,
    file,
    calls: numbers(arm),
  });
  return [
    rate("failing", failing),
    ...(working === null ? [] : [rate("working", working)]),
    ...(eValue === null
      ? []
      : [
          {
            id: "e-value",
            text: eValueText(eValue),
            says: `the evidence against "both fail at the same rate", over ${pairs} pairs`,
            file,
            calls: paired,
          },
        ]),
  ];
}

/** Whole from 10 on, one decimal from 1 on, both rounded down; else two significant digits. */
export function eValueText(value: number): string {
  if (value >= 10) return String(Math.floor(value));
  return value >= 1 ? (Math.floor(value * 10) / 10).toFixed(1) : value.toPrecision(2);
}
