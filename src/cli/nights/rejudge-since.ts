import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { judgeShipped } from "../../library/editions/judge-shipped.js";
import { type KeptEdition, readEditions } from "../../library/editions/read-editions.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { storedLines } from "../../library/nights/stored-lines.js";
import { UsageError } from "../../library/usage-error.js";
import { counted } from "../../report/counted.js";
import { type FlipsPage, flipsHtml, flipsMarkdown, flipsText } from "../../report/flips/flips-pages.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { isThinned } from "../../runner/store/read-journal-run.js";
import { readRun } from "../../runner/store/read-run.js";
import { runFiles } from "../../runner/store/run-files.js";
import { suggestion } from "../../source/suggest.js";
import { type Flip, flipsOf } from "../../verdict/editions/flips.js";
import { verdictOfLine } from "../../verdict/editions/stored-verdict.js";
import type { CellSummary } from "../../verdict/summary/summary-schema.js";
import { print, sanitise } from "../shell/print.js";
import { judgeRuns } from "./judging/judge-runs.js";
import { placesOf, type RunPlaces } from "./judging/run-lines.js";

/** `page`: the file of the page, Markdown or, by its ending, HTML; null: none is written. */
export type RejudgeSinceOptions = RunPlaces & {
  readonly since: string;
  readonly page: string | null;
  readonly jobs?: number;
};

/**
 * `llm-parity rejudge --since EDITION`: which verdicts since that edition flip by today's rules: those on the shipped recordings, which the edition
 * keeps, and those in the summaries of runs. Changes nothing. `paths`: the folders of runs; null: all that were asked since that edition.
 */
export async function rejudgeSince(paths: readonly string[] | null, options: RejudgeSinceOptions): Promise<ExitCode> {
  const editions = readEditions();
  const since = editionNamed(options.since, editions);
  const shipped = await judgeShipped();
  const recordings = { where: "shipped recordings", before: since.recordings, after: shipped };
  const chosen = paths ?? runsSince(options.runs, editions.slice(editions.indexOf(since)));
  const runs = await flipsOfRuns(chosen, options);
  const page: FlipsPage = {
    edition: since.edition,
    flips: [...flipsOf(recordings), ...runs.flips],
    said: [
      `${counted(shipped.length, "cell")} of shipped recordings and ${counted(runs.judged, "run")} judged again; nothing was overwritten.`,
      ...runs.left,
    ],
  };
  print(sanitise(flipsText(page)));
  if (options.page !== null) {
    const isHtml = /\.html?$/i.test(options.page);
    await writeAtomically(options.page, isHtml ? flipsHtml(page) : flipsMarkdown(page));
    print(sanitise(`page: ${formatPath(options.page)}`));
  }
  return runs.left.length === 0 ? exitCodes.fine : exitCodes.unmeasured;
}

function editionNamed(name: string, editions: readonly KeptEdition[]): KeptEdition {
  const found = editions.find(({ edition }) => edition === name);
  if (found !== undefined) return found;
  const names = editions.map(({ edition }) => edition);
  throw new UsageError(`there is no edition "${name}"`, { hint: suggestion(name, names, "editions") });
}

/** The runs that record one of these editions. */
function runsSince(folder: string, editions: readonly KeptEdition[]): readonly string[] {
  const names = new Set(editions.map(({ edition }) => edition));
  const entries = existsSync(folder) ? readdirSync(folder).sort() : [];
  return entries
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, runFiles.facts)))
    .filter((path) => names.has(readRun(path).facts?.edition?.id ?? ""));
}

type RunFlips = { readonly flips: readonly Flip[]; readonly judged: number; readonly left: readonly string[] };

async function flipsOfRuns(paths: readonly string[], places: RejudgeSinceOptions): Promise<RunFlips> {
  const flips: Flip[] = [];
  const left: string[] = [];
  const stored = new Map<string, readonly CellSummary[]>();
  for (const path of paths) {
    const before = storedLines(path);
    const why = before === null ? "has no stored verdicts of this form" : isThinned(path) ? "was pruned" : null;
    if (before === null || why !== null) left.push(`${path} ${why}: it was not compared.`);
    else stored.set(path, before);
  }
  for await (const { path, lines } of judgeRuns([...stored.keys()], placesOf(places), places.jobs ?? null)) {
    const before = stored.get(path) ?? [];
    flips.push(
      ...flipsOf({ where: basename(path), before: before.map(verdictOfLine), after: lines.map(verdictOfLine) }),
    );
  }
  return { flips, judged: stored.size, left };
}
