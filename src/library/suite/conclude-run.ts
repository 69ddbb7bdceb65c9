import { groupBy } from "../../chat/group-by.js";
import type { Bundle } from "../../report/bundle.js";
import { timesBySize } from "../../report/times/times-by-size.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { TiedViews } from "../../verdict/client-views/recorded-replies.js";
import type { SameModel } from "../../verdict/identity/same-model.js";
import { judgeAll } from "../../verdict/judge-all.js";
import type { Matrix } from "../../verdict/matrix/matrix.js";
import type { Verdict } from "../../verdict/verdict.js";
import type { Choice } from "../choose.js";
import type { ExitCode } from "../exit-code.js";
import { withholdPrivate } from "../private/withhold-private.js";
import { cellRecordings } from "./cell-recordings.js";
import { findMismatches } from "./find-mismatches.js";
import { type MatrixOptions, makeMatrix } from "./make-matrix.js";
import { matrixExitCode } from "./matrix-exit-code.js";
import { nextCommand } from "./next-command.js";
import { cellCommand, explainCommand } from "./run-command.js";
import type { RunResult } from "./run-result.js";

/** What a run has shown. `mismatches`: see {@link findMismatches}; `exitCode`: what the run is worth, see {@link exitCodes}. */
export type Conclusion = {
  readonly bundle: Bundle;
  readonly mismatches: readonly string[];
  readonly exitCode: ExitCode;
  /** The run as reports show it: without what customers wrote in private recordings, unless that was asked for. */
  readonly shown: RunResult;
};

/** Judges the trials of a run and lays the verdicts out. A replay shows what was recorded, whatever `options` say of sampling. */
export async function concludeRun({
  choice,
  result: { verdicts: judged, ...result },
  options,
  tiedViews = null,
  sameModel = [],
}: {
  readonly choice: Choice;
  readonly result: RunResult;
  readonly options: MatrixOptions;
  /** What real clients showed of replies of the run. Default: they were not asked. */
  readonly tiedViews?: TiedViews | null;
  /** What tests of identity beside the run say of its targets. Default: none is there. */
  readonly sameModel?: readonly SameModel[];
}): Promise<Conclusion> {
  const sequential = result.mode === "replay" ? undefined : options.sequential;
  const whole = {
    verdicts: judged ?? judgeAll(result.transcripts, { ...choice, sequential, layer: options.layer }),
    transcripts: result.transcripts,
  };
  const { verdicts, transcripts } = options.includeContent === true ? whole : withholdPrivate(whole);
  const shown = { ...result, transcripts };
  const made = makeMatrix({ choice, verdicts, result: shown, options, tiedViews });
  const matrix = sameModel.length === 0 ? made : { ...made, sameModel };
  const refused = refusedTargets(matrix);
  const scenariosOf = groupBy(choice.scenarios, ({ id }) => id);
  const targetsOf = groupBy(choice.targets, ({ id }) => id);
  return {
    bundle: {
      matrix,
      blankReplies: result.blankReplies,
      known: choice.known,
      cellCommands: matrix.verdicts.map(({ cell }) =>
        cellCommand(options, {
          mode: result.mode,
          suite: choice.suite.name,
          scenarios: scenariosOf.get(cell.scenario) ?? [],
          targets: targetsOf.get(cell.target) ?? [],
        }),
      ),
      explainCommands: matrix.verdicts.map(({ cell }) => explainCommand(options, { cell, run: result.runDirectory })),
      nextCommands: await Promise.all(
        matrix.verdicts.map((verdict) =>
          nextCommand(options, {
            cell: verdict.cell,
            attribution: matrix.attributions.get(verdict),
            refused: refused.get(verdict.cell.scenario) ?? new Set(),
            ...{ choice, mode: result.mode },
          }),
        ),
      ),
      ...(result.mode === "replay" ? { recordings: cellRecordings(matrix, options.fixtures) } : {}),
      ...(tiedViews === null ? {} : { clientViews: tiedViews.views }),
      ...timesOf(transcripts, verdicts, choice),
    },
    mismatches: findMismatches(shown),
    exitCode: matrixExitCode(matrix, shown),
    shown,
  };
}

function timesOf(
  transcripts: readonly Transcript[],
  verdicts: readonly Verdict[],
  { scenarios }: Choice,
): Pick<Bundle, "sizeTimes"> {
  const load = new Set(scenarios.flatMap(({ id, tags }) => (tags.includes("load") ? [id] : [])));
  const sizeTimes = timesBySize(
    transcripts.filter(({ cell }) => load.has(cell.scenario)),
    verdicts,
  );
  return sizeTimes.length === 0 ? {} : { sizeTimes };
}

/** The targets of each scenario that refused it because of the request. */
function refusedTargets({ attributions }: Matrix): ReadonlyMap<string, ReadonlySet<string>> {
  const refused = [...attributions].filter(
    ([{ observed }, { party }]) => observed === "blocked" && party === "our-request",
  );
  const byScenario = groupBy(refused, ([{ cell }]) => cell.scenario);
  return new Map(
    [...byScenario].map(([scenario, cells]) => [scenario, new Set(cells.map(([{ cell }]) => cell.target))]),
  );
}
