import { groupBy } from "../../chat/group-by.js";
import type { Evidence, TrialEvidence } from "../sheet/trial-evidence.js";

/** So many bytes takes a page with its trials, where its cells take less. */
export const mostPageBytes = 2_500_000;

/** What a page keeps free for the sentences about what it leaves out. */
const spare = 30_000;

/**
 * The evidence of a page that is too large with it, without the trials of as many cells as it takes; they are named with the command that
 * prints the first of them. `packed`: by cell what its trials take, the cells that come first before the others. Null: nothing can be left out.
 */
export function fitEvidence(
  { trials, leftOut }: Evidence,
  { sizeBytes, packed }: { readonly sizeBytes: number; readonly packed: readonly (readonly [string, string])[] },
): Evidence | null {
  const all = packed.reduce((sum, [, text]) => sum + text.length, 0);
  let room = all - (sizeBytes - mostPageBytes) - spare;
  const gone = new Set<string>();
  for (const [cell, { length }] of packed) {
    if (length <= room) room -= length;
    else gone.add(cell);
  }
  if (gone.size === 0) return null;
  const named = groupBy(
    trials.filter(({ cell }) => gone.has(cell)),
    ({ cell }) => cell,
  );
  return {
    trials: trials.filter(({ cell }) => !gone.has(cell)),
    leftOut: [
      ...leftOut,
      ...[...named].map(([cell, own]) => ({
        ...{ cell, trials: own.map(({ trial }) => trial), why: "too-much" as const },
        command: own.map(showCommand).find((command) => command !== null) ?? null,
      })),
    ],
  };
}

function showCommand({ commands }: TrialEvidence): string | null {
  return commands.find(({ name }) => name === "show")?.text ?? null;
}
