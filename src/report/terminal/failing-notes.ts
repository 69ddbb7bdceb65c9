import { isAbout, isRed } from "../../verdict/baseline.js";
import type { Verdict } from "../../verdict/verdict.js";
import type { Bundle } from "../bundle.js";
import { identicalText, rateText } from "../rate-text.js";

/** What a terminal says below a failing cell. `explain`: the command that shows its evidence; null: there is none. */
export type FailingNote = { readonly facts: readonly string[]; readonly explain: string | null };

/** Since when each failing cell fails, as known.yaml says, how often, whether its replies are one, and the command that explains it. */
export function failingNotes({
  matrix,
  known,
  explainCommands,
}: Pick<Bundle, "matrix" | "known" | "explainCommands">): ReadonlyMap<Verdict, FailingNote> {
  // A simulator is no evidence about a provider, so that no entry says anything of its cells.
  const applied = matrix.generatedFrom.mode === "simulator" ? [] : known;
  return new Map(
    matrix.verdicts.flatMap((verdict, at): readonly (readonly [Verdict, FailingNote])[] => {
      if (!isRed(verdict)) return [];
      const [since] = applied.flatMap((entry) => (isAbout(entry, verdict.cell) ? [entry.since] : [])).sort();
      const rate = verdict.trials.eligible < 2 ? null : rateText(verdict.trials);
      const facts = [
        since === undefined ? null : `first reported ${since} (known.yaml), by others`,
        rate === null ? null : `failure rate ${rate}`,
        identicalText(verdict),
      ];
      const shown = facts.filter((fact) => fact !== null);
      return [[verdict, { facts: shown, explain: explainCommands?.[at] ?? null }]];
    }),
  );
}
