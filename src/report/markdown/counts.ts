import { groupBy } from "../../chat/group-by.js";
import type { Verdict } from "../../verdict/verdict.js";

/** `26 ok, 4 bad, 9 not-run`; `nothing` for no cell. */
export function countsOf(verdicts: readonly Verdict[]): string {
  const counts = groupBy(verdicts, ({ observed }) => observed);
  const words = (["ok", "bad", "mixed", "blocked", "unsupported", "not-run"] as const).flatMap((observed) => {
    const n = counts.get(observed)?.length;
    return n === undefined ? [] : [`${n} ${observed}`];
  });
  return words.length === 0 ? "nothing" : words.join(", ");
}
