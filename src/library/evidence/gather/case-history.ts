import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runFiles } from "../../../runner/store/run-files.js";
import type { CellIdentity } from "../../../transcript/transcript.js";
import type { CaseFacts } from "../../../verdict/evidence/case-facts.js";
import { cellSummarySchema } from "../../../verdict/summary/summary-schema.js";
import { parseJson } from "../../../wire/json.js";

type History = NonNullable<CaseFacts["history"]>;
type Night = NonNullable<History["lastWorked"]> & { readonly isLive: boolean };

/**
 * When a cell last worked, from the summaries of the runs below a folder. Only runs of the same kind count: simulated ones say nothing
 * about a vendor. Null: no other run has the cell.
 */
export function caseHistory(
  folder: string,
  cell: CellIdentity,
  { isLive, own }: { readonly isLive: boolean; readonly own: string | null },
): History | null {
  const nights = runsBelow(folder)
    .flatMap((run) => nightOf(join(folder, run), run, cell) ?? [])
    .filter((night) => night.isLive === isLive && night.eligible > 0)
    .toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  if (nights.every(({ run }) => run === own)) return null;
  const worked = nights.findLastIndex(({ bad }) => bad === 0);
  const failed = nights.slice(worked + 1).find(({ bad }) => bad > 0);
  const lastWorked = nights[worked];
  return {
    runs: nights.length,
    lastWorked: lastWorked === undefined ? null : factOf(lastWorked),
    firstFailed: failed === undefined ? null : factOf(failed),
  };
}

function factOf({ isLive: _, ...fact }: Night): NonNullable<History["lastWorked"]> {
  return fact;
}

function runsBelow(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** The cell's counts in one run; null: the run has no summary, or not this cell. A line that cannot be read is none. */
function nightOf(path: string, run: string, cell: CellIdentity): Night | null {
  const [summary, facts] = [join(path, runFiles.summary), join(path, runFiles.facts)];
  if (!existsSync(summary) || !existsSync(facts)) return null;
  const startedAt = startOf(readFileSync(facts, "utf8"));
  if (startedAt === null) return null;
  for (const line of readFileSync(summary, "utf8").split("\n")) {
    // Parsing every line of every night would take most of the time.
    if (!line.includes(JSON.stringify(cell.target)) || !line.includes(JSON.stringify(cell.scenario))) continue;
    const parsed = parseJson(line);
    const read = schema.safeParse(parsed.ok ? parsed.value : null);
    if (!read.success || !isOf(read.data, cell)) continue;
    const { trials, source } = read.data;
    return { run, startedAt, bad: trials.bad, eligible: trials.eligible, isLive: source === "live" };
  }
  return null;
}

const schema = cellSummarySchema();

function isOf(one: Pick<CellIdentity, "target" | "scenario" | "client">, cell: CellIdentity): boolean {
  return one.target === cell.target && one.scenario === cell.scenario && one.client === cell.client;
}

function startOf(text: string): string | null {
  const parsed = parseJson(text);
  const value = parsed.ok ? (parsed.value as { readonly startedAt?: unknown } | null)?.startedAt : null;
  return typeof value === "string" ? value : null;
}
