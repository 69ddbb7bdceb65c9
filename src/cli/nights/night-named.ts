import type { History } from "../../library/nights/history.js";
import { UsageError } from "../../library/usage-error.js";
import { counted } from "../../report/counted.js";
import { isDay } from "../../verdict/nights/calendar.js";

const latest = /^latest-night(?:~(\d+))?$/;

/** True for `latest-night` and for the nights before it, `latest-night~1`. */
export function isLatest(name: string): boolean {
  return latest.test(name);
}

/** The id of the night that a text names: a date, `latest-night`, or `latest-night~1`, the night before it. Throws UsageError otherwise. */
export async function nightNamed(name: string, history: History): Promise<string> {
  if (isDay(name)) return name;
  const back = latest.exec(name);
  if (back === null) {
    throw new UsageError(`"${name}" is not a night`, { hint: "Write YYYY-MM-DD, latest-night or latest-night~1." });
  }
  const ids = await history.ids();
  const id = ids.at(-1 - Number(back[1] ?? 0));
  if (id !== undefined) return id;
  throw new UsageError(`"${name}": ${history.place} has ${counted(ids.length, "night")}`, {
    hint:
      ids.length === 0
        ? "`llm-parity run --gate` or `llm-parity history add RUN` appends one."
        : `The oldest is ${ids[0]}.`,
  });
}
