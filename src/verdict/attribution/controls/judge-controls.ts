import type { ControlReading } from "../attribution.js";
import type { Failing } from "../failing.js";
import { isGateway, isPinned, rewrites } from "../places.js";
import type { Sample } from "../samples.js";
import { type FoundControl, findControls } from "./find-controls.js";
import { callsToClear, type FurtherCalls, failsToo, fineControls } from "./separates.js";

/**
 * A control with what its trials show. `state`: `fine` (fails less often, by less than half of
 * the rate) and `fails` are shown by the counts; `unclear` is not. `looks`: what the rates
 * look like, whatever their number. `caveats`: why it can only suggest, one phrase each; empty: it counts in full.
 */
export type Control = FoundControl & {
  readonly state: "fine" | "fails" | "unclear";
  readonly looks: "fine" | "fails" | "between";
  readonly caveats: readonly string[];
  /** True: it is known to rewrite the ids of the failing request before its model sees them. */
  readonly rewritten: boolean;
  /** What an unclear one needs; null: it is clear, or no reasonable number tells. */
  readonly further: FurtherCalls | null;
};

/** Finds the controls of a failing cell among the samples of the same evidence, and reads them, the strongest first. */
export function judgeControls(failing: Failing, samples: readonly Sample[]): readonly Control[] {
  return judged(failing, findControls(failing, samples));
}

/** Reads controls that were found together, the strongest first. */
export function judged(failing: Failing, found: readonly FoundControl[]): readonly Control[] {
  const fine = fineControls(
    failing.sample,
    found.map(({ sample }) => sample),
  );
  const read = found.map((control, at): Control => {
    const { sample } = control;
    const rewritten = normalised(failing, control);
    const looks = looksOf(failing.sample, sample);
    const state =
      fine[at] === true && looks !== "fails" ? "fine" : failsToo(sample) && looks === "fails" ? "fails" : "unclear";
    return {
      ...control,
      state,
      looks,
      caveats: [...caveatsOf(failing.sample, control), ...rewritten],
      rewritten: rewritten.length > 0,
      further: state === "unclear" ? callsToClear(failing.sample, sample, found.length) : null,
    };
  });
  return read.toSorted((a, b) => weaknessOf(a) - weaknessOf(b));
}

/** 0 for a control that counts in full; more for each thing that weakens it. */
function weaknessOf({ state, caveats }: Control): number {
  return caveats.length + (state === "unclear" ? 1 : 0);
}

/** A control in one word, for results. */
export function readingOf({ kind, difference, sample, state, caveats }: Control): ControlReading {
  return {
    kind,
    differs: difference.id,
    of: sample.name,
    bad: sample.bad,
    eligible: sample.eligible,
    reading: state === "unclear" ? "too-few" : caveats.length === 0 ? state : `suggests-${state}`,
    caveats,
  };
}

/** By the rates alone: at most a quarter of the failing rate is fine, at least half of it fails. */
function looksOf(failing: Sample, { bad, eligible }: Sample): Control["looks"] {
  const [one, other] = [failing.bad / Math.max(1, failing.eligible), bad / eligible];
  if (other <= one / 4) return "fine";
  return other >= one / 2 ? "fails" : "between";
}

function caveatsOf(failing: Sample, { kind, sample, also }: FoundControl): readonly string[] {
  const isOpen = (place: Sample["place"]) => isGateway(place) && !isPinned(place);
  return [
    ...also.map((what) => `${what} differs too`),
    ...(kind !== "model-elsewhere" && isOpen(sample.place) ? ["upstream not pinned"] : []),
    ...(kind === "provider" && isOpen(failing.place) ? ["the failing side is not pinned"] : []),
    ...([failing, sample].every(({ nonced }) => nonced)
      ? []
      : ["no cache-busting nonce (--nonce)", ...(sample.repeats ? ["its replies are all the same"] : [])]),
    ...(failing.run !== null && failing.run === sample.run ? [] : [datesText(failing, sample)]),
  ];
}

/** Native ids are those that a server rewrites others to. */
function normalised({ ask }: Failing, { kind, sample }: FoundControl): readonly string[] {
  if (kind !== "provider" || ask === null || ask.factors["id-form"]?.endsWith("native") === true) return [];
  const says = rewrites(sample.place, ask.factors);
  return says === null ? [] : [says];
}

/** Trials that were not made in turns with the failing ones prove less: the service may have changed in between. */
function datesText({ days: a }: Sample, { days: b }: Sample): string {
  if (a === null || b === null || (a[0] === b[0] && a[1] === b[1])) return "not interleaved";
  return `recorded on another day (${b[0]}, the failing requests on ${a[0]})`;
}
