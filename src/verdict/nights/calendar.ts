const dayMs = 86_400_000;

/** The day after so many days, `YYYY-MM-DD`; before it where `days` is negative. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** The days from `first` to `last` that are not among `nights`, oldest first; at most `most` of them, the newest. */
export function missedNights(
  nights: readonly string[],
  { first, last, most }: { readonly first: string; readonly last: string; readonly most: number },
): readonly string[] {
  const measured = new Set(nights);
  const missed: string[] = [];
  for (let day = last; day >= first && missed.length < most; day = dayAfter(day, -1)) {
    if (!measured.has(day)) missed.push(day);
  }
  return missed.reverse();
}

/** True for a day that exists, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && dayAfter(text, 0) === text
  );
}
