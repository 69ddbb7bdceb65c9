import { type Base64Run, base64Needles, base64RunAround, encodeLike, findBase64Runs } from "./base64-runs.js";
import { backslashView, type EscapedView, percentView } from "./escaped-view.js";
import { findSecretShapes, redactionMark, type SecretPlace } from "./secret-patterns.js";

/** One replacement: `[start, end)` of the text becomes `replacement`. `name`: the kind of secret, never its value. */
export type SecretEdit = SecretPlace & { readonly replacement: string };

/** Finds secrets in a text, by value and by shape, also inside nested percent, JSON and base64 encodings. */
export type SecretSearch = (text: string) => readonly SecretEdit[];

/** How many nested encodings are searched: JSON in JSON in base64 in a recording, and one more. */
const maxEncodings = 5;

/** A secret in base64. `skip`: characters between the start of its group of four and the needle. */
type Needle = { readonly needle: string; readonly skip: number; readonly name: string };

/** What was found in the texts of one search. `depth`: the nested encodings that were searched. */
type Found = Map<string, { readonly depth: number; readonly edits: readonly SecretEdit[] }>;
type Nesting = { readonly depth: number; readonly known: Found };

/** A search for the given secrets and for all shapes of secrets. `name`: reported in place of the value. */
export function createSecretSearch(
  secrets: readonly { readonly name: string; readonly value: string }[],
): SecretSearch {
  const raw = secrets.flatMap(({ name, value }) => {
    const bytes = Buffer.from(value, "utf8").toString("latin1");
    return [...new Set([value, bytes])].map((needle) => ({ name, needle }));
  });
  const encoded = secrets.flatMap(({ name, value }) =>
    base64Needles(Buffer.from(value, "utf8")).map((needle) => ({ name, ...needle })),
  );

  /** What was found in a text, at this depth or one from which more encodings are searched. A view or a run often comes again. */
  const search = (text: string, depth: number, known: Found): readonly SecretEdit[] => {
    const before = known.get(text);
    if (before !== undefined && before.depth >= depth) return before.edits;
    const edits = searchAnew(text, depth, known);
    known.set(text, { depth, edits });
    return edits;
  };

  const searchAnew = (text: string, depth: number, known: Found): readonly SecretEdit[] => {
    const direct = [...raw.flatMap(({ name, needle }) => placesOf(text, needle, name)), ...findSecretShapes(text)];
    const edits = union(direct).map((place) => ({ ...place, replacement: redactionMark }));
    const runs = depth === 0 ? [] : findBase64Runs(text).flatMap((run) => searchRun(text, run, { depth, known }));
    edits.push(...runs, ...encoded.flatMap((needle) => searchEncoded(text, { ...needle, runs }, { depth, known })));
    if (depth === 0) return disjoint(edits);
    edits.push(...inViews(text, (inner) => search(inner, depth - 1, known)));
    return disjoint(edits);
  };

  const searchRun = (text: string, run: Base64Run, { depth, known }: Nesting): readonly SecretEdit[] => {
    const inner = search(run.decoded, depth - 1, known);
    if (inner.length === 0) return [];
    const name = inner.map((edit) => edit.name).join(", ");
    const replacement = encodeLike(text, run, applyEdits(run.decoded, inner));
    return [{ name, start: run.start, end: run.end, replacement }];
  };

  /**
   * Finds secrets in base64 that starts inside a run of letters. `runs`: the edits of runs that were already decoded.
   */
  const searchEncoded = (
    text: string,
    { needle, skip, name, runs }: Needle & { readonly runs: readonly SecretEdit[] },
    nesting: Nesting,
  ): readonly SecretEdit[] => {
    const found: SecretEdit[] = [];
    for (const place of placesOf(text, needle, name)) {
      const covers = ({ start, end }: SecretEdit): boolean => start <= place.start && place.end <= end;
      const last = found.at(-1);
      if ((last !== undefined && covers(last)) || runs.some(covers)) continue;
      const run = nesting.depth === 0 ? null : base64RunAround(text, place.start - skip, place.start);
      const whole = run === null ? [] : searchRun(text, run, nesting);
      found.push(...(whole.length > 0 ? whole : [{ ...place, replacement: maskOf(place.end - place.start) }]));
    }
    return found;
  };

  return (text) => search(text, maxEncodings, new Map());
}

/** Finds secrets in the decoded views of a text, as edits of it. */
function inViews(text: string, search: SecretSearch): readonly SecretEdit[] {
  return [
    ...inView(percentView(text), search, encodeURIComponent),
    ...inView(backslashView(text), search, (same) => same),
  ];
}

/** Finds secrets in a decoded view, as edits of the original text. */
function inView(
  view: EscapedView | null,
  search: SecretSearch,
  encode: (replacement: string) => string,
): readonly SecretEdit[] {
  if (view === null) return [];
  return search(view.text).map(({ name, start, end, replacement }) => ({
    name,
    start: view.startOf(start),
    end: view.startOf(end),
    replacement: encode(replacement),
  }));
}

/** The text after edits, which must be in order and not overlap. */
export function applyEdits(text: string, edits: readonly SecretEdit[]): string {
  let from = 0;
  const pieces: string[] = [];
  for (const edit of edits) {
    pieces.push(text.slice(from, edit.start), edit.replacement);
    from = edit.end;
  }
  pieces.push(text.slice(from));
  return pieces.join("");
}

/** The redaction mark repeated to a given length, where lengths must not change. */
export function maskOf(length: number): string {
  return redactionMark.repeat(Math.ceil(length / redactionMark.length)).slice(0, length);
}

function placesOf(text: string, needle: string, name: string): readonly SecretPlace[] {
  const places: SecretPlace[] = [];
  for (let offset = text.indexOf(needle); offset !== -1; offset = text.indexOf(needle, offset + needle.length)) {
    places.push({ name, start: offset, end: offset + needle.length });
  }
  return places;
}

/** Merges overlapping places into one with all their names. */
function union(places: readonly SecretPlace[]): readonly SecretPlace[] {
  const joined: SecretPlace[] = [];
  for (const place of places.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = joined.at(-1);
    if (last === undefined || place.start >= last.end) joined.push(place);
    else {
      const names = last.name.split(", ").includes(place.name) ? last.name : `${last.name}, ${place.name}`;
      joined[joined.length - 1] = { name: names, start: last.start, end: Math.max(last.end, place.end) };
    }
  }
  return joined;
}

/** Keeps only the edit found first of those that overlap. The next round finds the rest again. */
function disjoint(edits: readonly SecretEdit[]): readonly SecretEdit[] {
  const kept: { readonly edit: SecretEdit; readonly rank: number }[] = [];
  const ranked = edits.map((edit, rank) => ({ edit, rank })).sort((a, b) => a.edit.start - b.edit.start);
  for (const one of ranked) {
    const last = kept.at(-1);
    if (last === undefined || one.edit.start >= last.edit.end) kept.push(one);
    else if (one.rank < last.rank) kept[kept.length - 1] = one;
  }
  return kept.map(({ edit }) => edit);
}
