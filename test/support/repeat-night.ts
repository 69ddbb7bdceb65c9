import { filesHistory } from "../../src/library/nights/store/files-history.js";
import { dayAfter } from "../../src/verdict/nights/calendar.js";

/** Repeats the newest night of a folder on each of the days before it, as if the same had been measured there. */
export async function repeatNight(folder: string, days: number): Promise<void> {
  const history = filesHistory(folder);
  const id = (await history.ids()).at(-1) ?? "";
  const made = await history.night(id);
  const [run] = made?.runs ?? [];
  if (made === null || run === undefined) throw new Error("there is no night to repeat");
  for (let back = 1; back <= days; back += 1) {
    const day = dayAfter(id, -back);
    const earlier = { ...run, id: `${day}-${run.id}`, startedAt: run.startedAt.replace(/^\d{4}-\d\d-\d\d/, day) };
    await history.append({ night: day, run: earlier, lines: made.lines });
  }
}
