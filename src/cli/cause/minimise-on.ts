import { type AskingWithin, askingOn } from "../../library/experiment/asking-on.js";
import type { ProbeEvent } from "../../library/minimise/minimise-run.js";
import type { MinimiseStore } from "../../library/minimise/minimise-store.js";
import { type MinimisedFiles, writeMinimised } from "../../library/minimise/minimised-files.js";
import { type Minimised, runMinimise } from "../../library/minimise/run-minimise.js";
import type { PreparedMinimise } from "./prepare-minimise.js";

/** What a search found. `files` null: no smallest request was written. `spentUsd`: with what was spent before it went on. */
export type FoundSmallest = Minimised & { readonly files: MinimisedFiles | null; readonly spentUsd: number };

type Asking = AskingWithin & {
  readonly store: MinimiseStore;
  readonly onEvent: (event: ProbeEvent) => void;
};

/** Asks until there is a result or something stops it, and writes the smallest request into the folder. */
export function minimiseOn(prepared: PreparedMinimise, asking: Asking): Promise<FoundSmallest> {
  const { explained, reach, found, costOf, minimisation, control } = prepared;
  const { store, onEvent } = asking;
  return askingOn(reach, asking, async (means) => {
    const run = {
      ...{ minimisation, control: control.control, explained, scenario: found.scenario },
      ...{ store, costOf, onEvent },
      ...means,
    };
    const done = await runMinimise(run);
    return { ...done, files: await writeMinimised(done, run), spentUsd: means.budget.spent.costUsd };
  });
}
