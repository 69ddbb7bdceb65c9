import type { PlannedCase } from "../../runner/plan.js";
import type { StopRule } from "../../runner/stop-rule.js";
import { keyOfPlanned } from "../../runner/store/trial-key.js";
import type { Transcript } from "../../transcript/transcript.js";

/** A case and the transcripts of its first trials. */
export type ScreenedCase = { readonly planned: PlannedCase; readonly transcripts: readonly Transcript[] };

/** `screen`: the trials of every case. `suspectsOf`: the cases that are asked again, of those that were screened. */
export type Suspicion = {
  readonly screen: number;
  readonly suspectsOf: (screened: readonly ScreenedCase[]) => readonly PlannedCase[];
};

/** Asks the first trials of every case and, once all have ended, the rest of the suspects alone. */
export function confirmSuspects({ screen, suspectsOf }: Suspicion): StopRule {
  const cases = new Map<string, { readonly planned: PlannedCase; readonly first: Map<number, Transcript> }>();
  let suspects: ReadonlySet<string> | null = null;
  const isSuspect = (key: string): boolean => {
    suspects ??= new Set(
      suspectsOf([...cases.values()].map(({ planned, first }) => ({ planned, transcripts: [...first.values()] }))).map(
        keyOfPlanned,
      ),
    );
    return suspects.has(key);
  };
  return {
    barriers: [screen],
    add: (planned, transcript) => {
      if (transcript.trial > screen) return;
      const key = keyOfPlanned(planned);
      const one = cases.get(key) ?? { planned, first: new Map<number, Transcript>() };
      one.first.set(transcript.trial, transcript);
      cases.set(key, one);
      suspects = null;
    },
    isSettled: (planned) => {
      const key = keyOfPlanned(planned);
      return (cases.get(key)?.first.size ?? 0) >= screen && !isSuspect(key);
    },
  };
}
