import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { runFiles } from "../../../runner/store/run-files.js";
import type { CellIdentity } from "../../../transcript/transcript.js";
import type { CaseFacts } from "../../../verdict/evidence/case-facts.js";
import { cellSummarySchema } from "../../../verdict/summary/summary-schema.js";
import { parseJson } from "../../../wire/json.js";

type History = NonNullable<CaseFacts["history"]>;
type NightFact = NonNullable<History["lastWorked"]>;
type Night = { readonly fact: NightFact; readonly isLive: boolean; readonly isOwn: boolean };

/**
 * When a cell last worked, from the summaries of the runs below a folder and of its own run, which may be elsewhere. Only runs of the
 * same kind count: simulated ones say nothing about a vendor. `own`: the folder of its own run; null: kept recordings. Null: no other run
 * has the cell.
 */
export function caseHistory(
  folder: string,
  cell: CellIdentity,
  { isLive, own }: { readonly isLive: boolean; readonly own: string | null },
): History | null {
  const mine = own === null ? [] : [resolve(own)];
  const nights = [...new Set([...runsBelow(folder), ...mine])]
    .flatMap((path) => nightOf(path, cell, mine.includes(path)) ?? [])
    .filter((night) => night.isLive === isLive);
  if (nights.every(({ isOwn }) => isOwn)) return null;
  const facts = nights
    .map(({ fact }) => fact)
    .toSorted((a, b) => order(a.startedAt, b.startedAt) || order(a.run, b.run));
  const worked = facts.findLastIndex(({ bad, eligible }) => bad === 0 && eligible > 0);
  const failed = facts.slice(worked + 1).find(({ bad }) => bad > 0);
  return { runs: facts.length, lastWorked: facts[worked] ?? null, firstFailed: failed ?? null };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function runsBelow(folder: string): readonly string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return readdirSync(folder).map((run) => resolve(join(folder, run)));
}

/** The cell's counts in one run; null: the run has no summary, or not this cell. A line that cannot be read is none. */
function nightOf(path: string, cell: CellIdentity, isOwn: boolean): Night | null {
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
    const fact = { run: basename(path), startedAt, bad: trials.bad, eligible: trials.eligible };
    return { fact, isLive: source === "live", isOwn };
  }
  return null;
}

const schema = cellSummarySchema();

/** Another version of a scenario, and another model under the same name, is another request. */
const identity = [
  "target",
  "providerModelId",
  "region",
  "upstreamPin",
  "scenario",
  "scenarioVersion",
  "client",
] as const;

function isOf(one: Pick<CellIdentity, (typeof identity)[number]>, cell: CellIdentity): boolean {
  return identity.every((member) => one[member] === cell[member]);
}

function startOf(text: string): string | null {
  const parsed = parseJson(text);
  const value = parsed.ok ? (parsed.value as { readonly startedAt?: unknown } | null)?.startedAt : null;
  return typeof value === "string" ? value : null;
}
