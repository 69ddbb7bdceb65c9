import { groupBy } from "../../../chat/group-by.js";
import type { Transcript } from "../../../transcript/transcript.js";
import type { CellEvidence } from "../../../verdict/attribution/attribute-cells.js";
import type { TiedViews } from "../../../verdict/client-views/recorded-replies.js";
import type { CaseFacts } from "../../../verdict/evidence/case-facts.js";
import type { CaseCell } from "../../../verdict/evidence/evidence-calls.js";
import { judgeAll } from "../../../verdict/judge-all.js";
import { tieViews } from "../../clients/hash-replies.js";
import { type BundleSources, sourcePaths } from "../bundle-sources.js";
import { BundleError } from "../source-json.js";

/** The cells of a case, judged anew from their transcripts, in the order of `case.json`; and all of them as evidence. */
export function caseCells(sources: BundleSources): {
  readonly cells: readonly CaseCell[];
  readonly evidence: CellEvidence;
} {
  const { facts, transcripts, scenarios } = sources;
  const { targets, sequential } = facts;
  const verdicts = judgeAll(transcripts, { targets, scenarios, sequential: sequential ?? undefined });
  const trials = groupBy(transcripts, ({ cell }) => keyOf(cell));
  const cells = facts.cells.map((cell): CaseCell => {
    const verdict = verdicts.find((one) => keyOf(one.cell) === keyOf(cell));
    if (verdict === undefined) {
      throw new BundleError(`${sourcePaths.transcripts}: has no trial of ${cell.scenario} on ${cell.target}`, null);
    }
    return { role: cell.role, verdict, transcripts: trials.get(keyOf(cell)) ?? [] };
  });
  const tiedViews = viewsOf(sources);
  return { cells, evidence: { verdicts, transcripts, scenarios, targets, run: facts.run, tiedViews } };
}

/** The client views with the hashes of the bytes that are here; views of other bytes have no say. */
function viewsOf({ facts, clientViews, recordings }: BundleSources): TiedViews | null {
  if (clientViews === null) return null;
  const kept = facts.cells.map(({ target, scenario, file }) => ({
    cell: `${target}/${scenario}`,
    entries: () => recordings.get(file)?.entries ?? [],
  }));
  return tieViews(clientViews, kept);
}

type Key = Pick<CaseFacts["cells"][number], "target" | "scenario" | "client">;

/** A cell as `case.json` names it. */
export function keyOf({ target, scenario, client }: Key | Transcript["cell"]): string {
  return `${scenario} on ${target} (${client})`;
}
