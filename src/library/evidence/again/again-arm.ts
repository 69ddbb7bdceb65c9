import type { Target } from "../../../chat/target.js";
import type { Scenario } from "../../../scenario/scenario.js";
import type { Transcript } from "../../../transcript/transcript.js";
import type { RecordedExchange } from "../../../wire/exchange.js";

/**
 * One request of a bundle, to be sent again, and what is needed to judge the answer. `transcript`: the trial that is shown; the turn of
 * `step` is the one that `exchange` recorded.
 */
export type AgainArm = {
  readonly name: "failing" | "working";
  readonly target: Target;
  readonly scenario: Scenario;
  readonly transcript: Transcript;
  readonly step: string;
  readonly exchange: RecordedExchange;
};

/** The two requests of a bundle. `working` null: it has none, and the failing one is asked alone. */
export type ArmPair = { readonly failing: AgainArm; readonly working: AgainArm | null };

/** The arms of a pair, the failing one first. */
export function armsOf({ failing, working }: ArmPair): readonly AgainArm[] {
  return working === null ? [failing] : [failing, working];
}
