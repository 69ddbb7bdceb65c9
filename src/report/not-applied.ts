import type { NotApplied, NotAppliedReason } from "../verdict/baseline.js";

/**
 * One sentence for each reason why entries of known.yaml are not applied, with their lines in the file. `of`: the number of all
 * entries. `[]`: every entry is applied, or makes the run fail.
 */
export function notAppliedSentences(list: readonly NotApplied[], of: number): readonly string[] {
  const reasonsGiven = [...new Set(list.map(reasonOf))];
  return reasonsGiven.map((reason) => {
    const group = list.filter((one) => reasonOf(one) === reason);
    const [is, lines] = group.length === 1 ? ["is", "line"] : ["are", "lines"];
    const where = `${lines} ${group.map(lineOf).join(", ")}`;
    return `${group.length} of ${of} entries of known.yaml ${is} not applied (${where}): ${reason}`;
  });
}

function reasonOf({ why, detail }: NotApplied): string {
  return detail === null ? reasons[why] : `${reasons[why]}: ${detail}`;
}

/** The line of `scenarios/known.yaml:7:5`: 7. */
function lineOf({ entry }: NotApplied): string {
  return /:(\d+):\d+$/.exec(entry.place)?.[1] ?? "?";
}

const reasons: { readonly [Reason in NotAppliedReason]: string } = {
  simulated: "a simulator was asked, which is no evidence about a provider",
  "not-in-run": "the suite or an option leaves the cell out",
  "no-trials": "no trial of the cell can be judged",
  "not-seen": "the finding was not seen, in too few trials to call it gone",
};
