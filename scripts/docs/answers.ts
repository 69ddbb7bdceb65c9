import { questions } from "./questions.js";
import type { BuiltPage } from "./walk-site.js";

/** For each question of others, where the site answers; `unanswered`: those whose place is absent or more than two clicks away. */
export function answersOf(
  site: ReadonlyMap<string, BuiltPage>,
  clicks: ReadonlyMap<string, number>,
): { readonly lines: readonly string[]; readonly unanswered: readonly string[] } {
  const lines = questions.map(
    ({ asked, answered }) => `${asked} → ${answered}, clicks: ${clicks.get(pageOf(answered)) ?? "none"}`,
  );
  const unanswered = questions.flatMap(({ asked, answered }) => {
    const anchor = answered.split("#")[1] ?? "";
    const count = clicks.get(pageOf(answered));
    if (site.get(pageOf(answered))?.anchors.has(anchor) !== true) return [`${asked}: ${answered} does not exist`];
    return count !== undefined && count <= 2 ? [] : [`${asked}: ${answered} is further than two clicks away`];
  });
  return { lines, unanswered };
}

function pageOf(place: string): string {
  return place.split("#")[0] ?? "";
}
