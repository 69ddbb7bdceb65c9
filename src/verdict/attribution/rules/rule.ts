import type { ControlKind, DecidingFactor, MissingControl, Party } from "../attribution.js";
import type { Control } from "../controls/judge-controls.js";
import type { Failing } from "../failing.js";

/**
 * What a rule sees. `level`: `shows` counts only controls whose numbers suffice and that have no caveat; `suggests` waives the
 * caveats, never the numbers.
 */
export type Seen = {
  readonly failing: Failing;
  readonly controls: readonly Control[];
  readonly level: "shows" | "suggests";
};

/** What a rule concludes. `uses`: the controls that it rests on. `decides`: the factor that does, if one does. */
export type Conclusion = {
  readonly party: Party;
  readonly sentence: string;
  readonly uses: readonly Control[];
  readonly decides?: DecidingFactor;
  /** Remarks that speak against the conclusion, or limit it. */
  readonly but?: readonly string[];
  /** True: it accuses without having seen the unchanged request pass. */
  readonly isSuspicion?: true;
  /** For an undetermined conclusion: the control that would settle it. `calls`: default: the price of a control. */
  readonly needs?: Omit<MissingControl, "calls"> & { readonly calls?: number };
};

/** A rule of the table: the first that fits names the party. `source`: the cases that it was made from. */
export type Rule = {
  readonly id: string;
  /** What was seen and what follows, in one sentence, for the documentation. */
  readonly says: string;
  readonly source: string;
  readonly conclude: (seen: Seen) => Conclusion | null;
};

/** The controls of some kinds that are fine, as far as the level allows. */
export function fineOf(seen: Seen, ...kinds: readonly ControlKind[]): readonly Control[] {
  return withState(seen, kinds, "fine");
}

/** The controls of some kinds that fail too, as far as the level allows. */
export function failingOf(seen: Seen, ...kinds: readonly ControlKind[]): readonly Control[] {
  return withState(seen, kinds, "fails");
}

/** True where a factor cures, or may: then no rule may say that no factor does. */
export function mayBeCured(seen: Seen): boolean {
  return (
    mayBe(seen, "fine", "factor") || seen.controls.some(({ kind, state }) => kind === "factor" && state === "fine")
  );
}

/** True where a control of these kinds has too few trials to say, and its rate does not speak against what is `wanted`. */
export function mayBe({ controls, level }: Seen, wanted: "fine" | "fails", ...kinds: readonly ControlKind[]): boolean {
  const opposite = wanted === "fine" ? "fails" : "fine";
  return controls.some(
    ({ kind, state, looks, caveats }) =>
      kinds.includes(kind) &&
      state === "unclear" &&
      looks !== opposite &&
      (level === "suggests" || caveats.length === 0),
  );
}

function withState(
  { controls, level }: Seen,
  kinds: readonly ControlKind[],
  wanted: "fine" | "fails",
): readonly Control[] {
  return controls.filter((control) => {
    if (!kinds.includes(control.kind)) return false;
    return control.state === wanted && (level === "suggests" || control.caveats.length === 0);
  });
}
