/** A date in a model id, as far as it says: `0905` has no year, `2407` no day. */
export type ModelDate = {
  readonly year: number | null;
  readonly month: number | null;
  readonly day: number | null;
};

/** The date in a name, and the name without it; the forms are tried from the longest to the shortest. */
export function takeDate(name: string): { readonly date: ModelDate | null; readonly rest: string } {
  for (const { pattern, read } of forms) {
    const found = pattern.exec(name);
    if (found === null) continue;
    const rest = `${name.slice(0, found.index)}-${name.slice(found.index + found[0].length)}`;
    return { date: read(found.slice(1).map(Number)), rest };
  }
  return { date: null, rest: name };
}

/** True where both dates have a part, and the part differs. */
export function datesDiffer(one: ModelDate | null, other: ModelDate | null): boolean {
  if (one === null || other === null) return false;
  const pairs = [
    [one.year, other.year],
    [one.month, other.month],
    [one.day, other.day],
  ] as const;
  return pairs.some(([a, b]) => a !== null && b !== null && a !== b);
}

const month = "(0[1-9]|1[0-2])";
const day = "(0[1-9]|[12]\\d|3[01])";
const start = "(?<![a-z0-9])";
const end = "(?![a-z0-9])";

function form(pattern: string, read: (numbers: readonly number[]) => ModelDate) {
  return { pattern: new RegExp(`${start}${pattern}${end}`), read };
}

function dateOf(year: number | null, ofMonth: number | undefined, ofDay: number | undefined): ModelDate {
  return { year, month: ofMonth ?? null, day: ofDay ?? null };
}

const forms = [
  // 20251001, 2024-08-06
  form(`(20\\d\\d)[-.]?${month}[-.]?${day}`, ([y = 0, m, d]) => dateOf(y, m, d)),
  // 09-2025
  form(`${month}-(20\\d\\d)`, ([m, y = 0]) => dateOf(y, m, undefined)),
  // 2024-07
  form(`(20\\d\\d)-${month}`, ([y = 0, m]) => dateOf(y, m, undefined)),
  // 250615
  form(`(2[3-9])${month}${day}`, ([y = 0, m, d]) => dateOf(2000 + y, m, d)),
  // preview-04-17
  form(`(?<=(?:preview|exp)-)${month}-${day}`, ([m, d]) => dateOf(null, m, d)),
  // 2407
  form(`(2[3-9])${month}`, ([y = 0, m]) => dateOf(2000 + y, m, undefined)),
  // 0905
  form(`${month}${day}`, ([m, d]) => dateOf(null, m, d)),
];
