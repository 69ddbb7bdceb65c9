import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../library/usage-error.js";
import { suggestion } from "../../source/suggest.js";

/** The folder of a run, named as for `readStoredRun`. */
export function findRun(name: string, runs: string): string {
  const entries = existsSync(runs) ? readdirSync(runs).sort() : [];
  const isRun = (one: string) => existsSync(join(runs, one, "run.json"));
  const back = /^last(?:~(\d{1,4}))?$/.exec(name);
  if (back !== null) {
    const found = newest(entries, { isRun, back: Number(back[1] ?? 0) });
    if (found !== null) return join(runs, found);
  }
  if (existsSync(join(name, "run.json"))) return name;
  if (entries.includes(name) && isRun(name)) return join(runs, name);
  const begun = entries.filter((one) => name !== "" && one.startsWith(name)).filter(isRun);
  if (begun.length > 1) {
    throw new UsageError(`"${name}" is the beginning of ${begun.length} run ids`, {
      hint: `Give more characters of one of them: ${begun.slice(-10).join(", ")}${begun.length > 10 ? ", … (the newest 10)" : ""}.`,
    });
  }
  if (begun[0] !== undefined) return join(runs, begun[0]);
  const known = entries.filter(isRun);
  const hint =
    known.length === 0
      ? `${runs} has no run yet; a live run makes one. If yours was made with --runs, give its folder, or --runs again.`
      : suggestion(name, known, "runs");
  throw new UsageError(`there is no run "${name}"`, { hint });
}

type Newest = { readonly isRun: (entry: string) => boolean; readonly back: number };

/** The newest run, or the one so many before it. Looks into no more folders than it has to: there may be thousands. */
function newest(entries: readonly string[], { isRun, back }: Newest): string | null {
  let left = back;
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at] ?? "";
    if (!isRun(entry)) continue;
    if (left === 0) return entry;
    left -= 1;
  }
  return null;
}
