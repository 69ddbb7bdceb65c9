/** A time as SigV4 writes it: `20261129T013803Z`. */
export function amzTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().replace(/[-:]|\.\d+/g, "")}`;
}

/** The time of such a text, or of an HTTP date such as `Sun, 29 Nov 2026 01:38:03 GMT`, in milliseconds; null: it is neither. */
export function parseAmzTime(text: string): number | null {
  const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (basic !== null) {
    const [, year, month, day, hour, minute, second] = basic;
    const timeMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    // A day that a month does not have, such as February 30, is read as one of the next month.
    return Number.isNaN(timeMs) || amzTime(timeMs) !== text ? null : timeMs;
  }
  const timeMs = /^[A-Z][a-z]{2}, .* GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(timeMs) ? null : timeMs;
}
