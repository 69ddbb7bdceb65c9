import { groupBy } from "../../chat/group-by.js";
import type { Target } from "../../chat/target.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { CellIdentity, Transcript } from "../../transcript/transcript.js";
import { identityText } from "../../verdict/judge-cell.js";
import { judgeTrial } from "../../verdict/judge-trial.js";
import { countCell } from "../../verdict/statements/profile-cell.js";
import { type ProfileTrial, profileTrial } from "../../verdict/statements/profile-trial.js";
import type { StatementCell } from "../../verdict/statements/statement-schema.js";
import type { SequentialRule } from "../../verdict/statistics/sequential-test.js";
import { storedRule } from "../suite/stored-rule.js";

/** What is counted. `scenarios`: those of the profile, as the edition has them. */
export type CellQuestion = {
  readonly targets: readonly Target[];
  readonly scenarios: readonly Scenario[];
  readonly checks: readonly string[];
};

type Asked = { readonly run: StoredRun; readonly transcript: Transcript };

/** The cells of a statement, targets first: those that were asked, and for each that was not, a skipped one. */
export function judgeCells(runs: readonly StoredRun[], question: CellQuestion): readonly StatementCell[] {
  const asked = groupBy(runs.flatMap(trialsOf), ({ transcript: { cell } }) => `${cell.target} ${cell.scenario}`);
  return question.targets.flatMap((target) =>
    question.scenarios.flatMap((scenario) => {
      const trials = asked.get(`${target.id} ${scenario.id}`) ?? [];
      const cells = [...groupBy(trials, ({ transcript }) => identityText(transcript.cell)).values()];
      return cells.length === 0
        ? [skipped(target, scenario)]
        : cells.map((own) => judgeOne(own, { target, scenario, required: new Set(question.checks) }));
    }),
  );
}

/** Those that confirm a suspect depend on what the first ones showed: they are left out. */
function trialsOf(run: StoredRun): readonly Asked[] {
  const most = run.facts?.screenTrials ?? Number.POSITIVE_INFINITY;
  return run.transcripts
    .filter(({ trial }) => trial <= most)
    .toSorted((a, b) => a.trial - b.trial)
    .map((transcript) => ({ run, transcript }));
}

type Judging = { readonly target: Target; readonly scenario: Scenario; readonly required: ReadonlySet<string> };

function judgeOne(trials: readonly Asked[], { target, scenario, required }: Judging): StatementCell {
  const { capabilities, upstreamName } = target;
  const judged = trials.map(({ transcript }): ProfileTrial => {
    const verdict = judgeTrial(transcript, scenario, { capabilities, upstreamName });
    return profileTrial(verdict, transcript, required);
  });
  const cell = trials[0]?.transcript.cell;
  return { ...nameOf(target, scenario, cell ?? null), ...countCell(judged, ruleOf(trials)) };
}

/** The rule that stopped one of the runs: the count of all their trials depends on it. */
function ruleOf(trials: readonly Asked[]): SequentialRule | null {
  const rules = trials.flatMap(({ run }) => storedRule(run) ?? []);
  return rules[0] ?? null;
}

function nameOf({ id, ...target }: Target, scenario: Scenario, cell: CellIdentity | null) {
  const { providerModelId, region, upstreamPin } = cell ?? target;
  return { target: id, scenario: scenario.id, client: cell?.client ?? null, providerModelId, region, upstreamPin };
}

function skipped(target: Target, scenario: Scenario): StatementCell {
  return { ...nameOf(target, scenario, null), ...countCell([], null) };
}
