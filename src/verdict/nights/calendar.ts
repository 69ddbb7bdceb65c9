const dayMs = 86_400_000;

/** The day after so many days, `YYYY-MM-DD`; before it where `days` is negative. */
export function dayAfter(day: string, days: number): string {
  const moment = new Date(momentOf(day) + days * dayMs);
  const parts = [moment.getUTCFullYear(), moment.getUTCMonth() + 1, moment.getUTCDate()];
  return parts.map((part, at) => String(part).padStart(at === 0 ? 4 : 2, "0")).join("-");
}

/** The days from one day to another. */
export function daysBetween(first: string, last: string): number {
  return (momentOf(last) - momentOf(first)) / dayMs;
}

function momentOf(day: string): number {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  return Date.UTC(year, month - 1, date);
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
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, date] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  return month >= 1 && month <= 12 && date >= 1 && date <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
