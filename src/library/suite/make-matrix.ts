import { basename } from "node:path";
import type { Scenario } from "../../scenario/scenario.js";
import { compareSimulated, compareWithKnown } from "../../verdict/baseline.js";
import type { TiedViews } from "../../verdict/client-views/recorded-replies.js";
import { buildMatrix, type GeneratedFrom, type Matrix } from "../../verdict/matrix/matrix.js";
import type { Verdict } from "../../verdict/verdict.js";
import type { Choice } from "../choose.js";
import { editionOf } from "../editions/edition-of.js";
import { type CommandOptions, runCommand } from "./run-command.js";
import type { RunResult } from "./run-result.js";

/** The options that a matrix records: those that chose its cells and its bytes. */
export type MatrixOptions = CommandOptions & {
  /** The day on which known.yaml is judged, `YYYY-MM-DD`; absent: today. */
  readonly today?: string;
  /** Quote what customers wrote in private recordings; default: its lengths and hashes. */
  readonly includeContent?: true;
};

/** Makes the matrix of a run's verdicts. Only a live run's matrix has a `date`: a replay gives the same bytes on any day. */
export function makeMatrix({
  choice,
  verdicts,
  result,
  options,
  tiedViews,
}: {
  readonly choice: Choice;
  readonly verdicts: readonly Verdict[];
  readonly result: RunResult;
  readonly options: MatrixOptions;
  readonly tiedViews: TiedViews | null;
}): Matrix {
  const today = options.today ?? result.startedAt?.slice(0, 10) ?? dayOf(new Date());
  const { suite, targets, catalog } = choice;
  return buildMatrix({
    verdicts,
    transcripts: result.transcripts,
    tiedViews,
    suite,
    models: [
      ...catalog.models.filter(
        ({ name }) => targets.some(({ model }) => model === name) || isOnlyUnsupported(name, choice),
      ),
      ...typedModels(choice),
    ],
    targets,
    scenarios: [...choice.scenarios].sort(byLength),
    known: (result.mode === "simulator" ? compareSimulated : compareWithKnown)(verdicts, choice.known, today),
    stopped: result.unasked === 0 ? null : { made: result.transcripts.length, unasked: result.unasked },
    generatedFrom: {
      mode: result.mode,
      command: runCommand(options, { mode: result.mode, suite: suite.name, scenarios: choice.scenarios, targets }),
      date: result.mode === "replay" ? null : today,
      versions: result.versions,
      edition: editionOf(choice.scenarios),
      ...runOrigin(result),
      ...(options.layer === "strict" ? { layer: "strict" as const } : {}),
    },
  });
}

/** `{}`: of a replay. */
function runOrigin({ startedAt, runDirectory, commit, edition = null }: RunResult): Pick<GeneratedFrom, "run"> {
  if (startedAt === null || runDirectory === null) return {};
  return { run: { id: basename(runDirectory), startedAt, commit, edition } };
}

/** True for a model of the suite of which nothing can be asked: it has a table, unless the choice was narrowed. */
function isOnlyUnsupported(name: string, { suite, targets }: Choice): boolean {
  const all = suite.targets.every((id) => targets.some((target) => target.id === id));
  return all && suite.unsupported.some(({ model }) => model === name);
}

/** Models that were typed on the command line and are not in the catalog. */
function typedModels({ catalog, targets }: Choice) {
  const names = new Set(targets.map(({ model }) => model));
  for (const { name } of catalog.models) names.delete(name);
  return [...names].map((name) => ({
    name,
    title: name,
    vendor: "unknown",
    description: null,
    retired: null,
    successor: null,
    sources: [],
    refuses: [],
  }));
}

/** Puts shorter conversations first: the plain question before the chain of tools. */
function byLength(a: Scenario, b: Scenario): number {
  return lengthOf(a) - lengthOf(b) || (a.id < b.id ? -1 : 1);
}

function lengthOf({ steps, history }: Scenario): number {
  return 2 * steps.length + history.length;
}

/** The day in UTC, `YYYY-MM-DD`. Not by toISOString: its first use loads the time zone, which takes 11 ms (Node 20.20, 2026-11). */
function dayOf(now: Date): string {
  const parts = [now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}
