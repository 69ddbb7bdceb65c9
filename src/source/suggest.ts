/**
 * The candidate that was probably meant: at most two edits away (one for words of up to three letters), or one is a
 * prefix of the other (three letters or more). Ignores case. null: none is near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const target = word.toLowerCase();
  const near = [...new Set(candidates)]
    .map((candidate) => ({ candidate, distance: distanceTo(target, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= (target.length <= 3 ? 1 : 2))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.candidate ?? null;
}

/**
 * A hint: the candidate that was probably meant, and the known ones (at most 20). `noun` in the plural, e.g. `models`.
 */
export function suggestion(word: string, candidates: readonly string[], noun: string): string {
  const meant = nearest(word, candidates);
  const known = candidates.length === 0 ? `there are no ${noun}` : `known ${noun}: ${shortList(candidates)}`;
  return meant === null ? known : `did you mean "${meant}"? (${known})`;
}

function shortList(words: readonly string[]): string {
  const shown = words.slice(0, 20).join(", ");
  return words.length > 20 ? `${shown}, … (${words.length} in all)` : shown;
}

function distanceTo(target: string, candidate: string): number {
  const [short, long] = target.length < candidate.length ? [target, candidate] : [candidate, target];
  const distance = editDistance(target, candidate);
  return short.length >= 3 && long.startsWith(short) ? Math.min(distance, 2) : distance;
}

/** Levenshtein distance; infinite for words whose lengths differ by more than two. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
