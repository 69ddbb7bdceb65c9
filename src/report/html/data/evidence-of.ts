import { groupBy } from "../../../chat/group-by.js";
import { numberRanges } from "../../number-ranges.js";
import type { SheetAgain } from "../../sheet/sheet.js";
import type { Evidence, LeftOutTrials, TrialEvidence } from "../../sheet/trial-evidence.js";
import type { CellDetail } from "./cell-detail.js";

/** What the page of a cell takes from its evidence. `trials`: the numbers of those that have a page of their own. */
export type CellEvidence = {
  readonly trials: ReadonlySet<number>;
  readonly leftOut: CellDetail["leftOut"];
  readonly again: readonly SheetAgain[];
};

export const noEvidence: CellEvidence = { trials: new Set(), leftOut: [], again: [] };

/** The evidence of each cell, by its id. */
export function evidenceByCell({ trials, leftOut }: Evidence): ReadonlyMap<string, CellEvidence> {
  const shown = groupBy(trials, ({ cell }) => cell);
  const missing = groupBy(leftOut, ({ cell }) => cell);
  const cells = new Set([...shown.keys(), ...missing.keys()]);
  return new Map(
    [...cells].map((cell) => {
      const own = shown.get(cell) ?? [];
      return [
        cell,
        {
          trials: new Set(own.map(({ trial }) => trial)),
          leftOut: (missing.get(cell) ?? []).map(leftOutOf),
          again: againOf(own),
        },
      ];
    }),
  );
}

/** How the first bad trial is asked again; of a cell without one, how its first trial is. */
function againOf(trials: readonly TrialEvidence[]): readonly SheetAgain[] {
  const one = trials.find(({ outcome }) => outcome === "bad") ?? trials[0];
  return (one?.commands ?? []).map(({ about, text, why }) => ({
    title: `${about.charAt(0).toUpperCase()}${about.slice(1)}`,
    ...{ text, why },
  }));
}

const reasons: { readonly [why in LeftOutTrials["why"]]: string } = {
  "too-much": "they do not fit into this page",
  "not-chosen": "this page has those of cells that need a look",
  "no-bytes": "none were kept",
};

function leftOutOf({ trials, why, command }: LeftOutTrials): CellDetail["leftOut"][number] {
  const named = `${trials.length === 1 ? "trial" : "trials"} ${numberRanges(trials)}`;
  return { says: `The bytes of ${named} are not here: ${reasons[why]}.`, command };
}
