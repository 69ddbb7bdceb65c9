import type { PlannedCase } from "../../runner/plan.js";
import type { StopRule } from "../../runner/stop-rule.js";
import { keyOfPlanned } from "../../runner/store/trial-key.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { judgeTrial } from "../../verdict/judge-trial.js";

/** A case and the transcripts of its first trials. */
export type ScreenedCase = { readonly planned: PlannedCase; readonly transcripts: readonly Transcript[] };

/** What a screen sees of a trial. */
export type ScreenOutcome = ReturnType<typeof judgeTrial>["outcome"];

/**
 * Asks `screen` trials of every case and, once all have ended, the rest of the suspects alone. `suspectsOf`: which cases of those that were
 * screened, by their index.
 */
export function confirmSuspects({
  screen,
  suspectsOf,
}: {
  readonly screen: number;
  readonly suspectsOf: (screened: readonly ScreenedCase[]) => ReadonlySet<PlannedCase>;
}): StopRule {
  const screened = new Map<string, { readonly planned: PlannedCase; readonly trials: Map<number, Transcript> }>();
  let suspects: ReadonlySet<string> | null = null;
  const keysOfSuspects = () => {
    suspects ??= new Set(
      [
        ...suspectsOf(
          [...screened.values()].map(({ planned, trials }) => ({ planned, transcripts: [...trials.values()] })),
        ),
      ].map(keyOfPlanned),
    );
    return suspects;
  };
  return {
    barriers: [screen],
    add: (planned, transcript) => {
      if (transcript.trial > screen) return;
      const one = screened.get(keyOfPlanned(planned)) ?? { planned, trials: new Map<number, Transcript>() };
      one.trials.set(transcript.trial, transcript);
      screened.set(keyOfPlanned(planned), one);
      suspects = null;
    },
    isSettled: (planned) => {
      const made = screened.get(keyOfPlanned(planned))?.trials.size ?? 0;
      return made >= screen && !keysOfSuspects().has(keyOfPlanned(planned));
    },
  };
}
