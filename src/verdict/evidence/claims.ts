import type { ControlReading } from "../attribution/attribution.js";
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
    ...controls.map(({ of }, at) =>
      badClaim(`control-${at + 1}`, `bad among the eligible trials of ${of}`, callsNamed(calls, of)),
    ),
    ...(experiment === null ? [] : experimentClaims(experiment)),
  ];
}

/** The calls of a control by its name, which ends with an upstream where the trials were split by it. */
function callsNamed(calls: readonly EvidenceCall[], name: string): readonly EvidenceCall[] {
  return calls.filter(({ cell, upstream }) => cell === name || (upstream !== null && `${cell} → ${upstream}` === name));
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

function experimentClaims({ calls, failing, working, eValue, pairs }: ExperimentResult): readonly Claim[] {
  const numbers = (arm: "failing" | "working") => calls.flatMap((one) => (one.arm === arm ? [one.call] : []));
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
            calls: calls.map(({ call }) => call),
          },
        ]),
  ];
}

/** Two significant digits, whole from 10 on. */
export function eValueText(value: number): string {
  return value >= 10 ? String(Math.floor(value)) : value.toPrecision(2);
}
