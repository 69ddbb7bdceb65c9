import { type ChoiceOptions, choose, type FileOptions, requireLive } from "../../library/choose.js";
import { type ExitCode, exitCodes, worst } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { type AskResult, askServices } from "../../library/suite/ask-services.js";
import { credentialsCode, excludedTrials } from "../../library/suite/credentials-code.js";
import { counted } from "../../report/counted.js";
import { simulatedLine } from "../../report/origin.js";
import { planRun } from "../../runner/plan.js";
import { compareFixtures, type FixtureChange } from "../../runner/store/compare-fixtures.js";
import type { RecordedFixture } from "../../runner/store/record-fixtures.js";
import { refuseLeaks } from "../../runner/store/refuse-leaks.js";
import { caseKey, keyOfPlanned } from "../../runner/store/trial-key.js";
import { judgeAll } from "../../verdict/judge-all.js";
import type { Verdict } from "../../verdict/verdict.js";
import type { AskWords } from "../run/ask-options.js";
import { printPlan } from "../run/print-plan.js";
import { refuseIdleShare } from "../run/refuse-idle-share.js";
import { showProgress } from "../run/show-progress.js";
import { loadKeysFile } from "../shell/keys-file.js";
import { log, print, sanitise } from "../shell/print.js";
import { watchAskingSignals } from "../shell/stop-signal.js";
import { chooseFixture, type GivenOptions } from "./choose-fixture.js";

export type RecordOptions = FileOptions &
  ChoiceOptions &
  AskWords & {
    /** A fixture by path or by case; true: the one case that the other options choose. */
    readonly update?: string | true;
  };

/** `llm-parity record`. Resolves with the exit code; throws errors that {@link showError} can explain. */
export async function record(options: RecordOptions, given: GivenOptions): Promise<number> {
  if (options.keysFile !== undefined) loadKeysFile(options.keysFile, process.env);
  const { choice, trials, client } =
    options.update === undefined
      ? { choice: await choose(options, "live"), trials: options.trials, client: options.client }
      : await chooseFixture({ ...options, update: options.update }, given);
  if (options.simulator === undefined) requireLive(choice);
  refuseIdleShare(options, choice);
  const plan = planRun({ scenarios: choice.scenarios, targets: choice.targets, trials });
  if (options.plan === true) return printPlan(plan, choice, options);
  const signals = watchAskingSignals();
  const progress = await showProgress(options, plan);
  try {
    const result = await askServices({
      plan,
      targets: choice.targets,
      providers: choice.catalog.providers,
      options: { ...options, client },
      signal: signals.abort,
      stop: signals.signal,
      environment: process.env,
      kept: options,
      onEvent: progress.onEvent,
      record: true,
    }).finally(progress.end);
    const changed = await Promise.all(result.recorded.map(withChanges));
    const isFull = options.update !== undefined;
    const text = options.json === true ? JSON.stringify(toJson(changed, result), null, 2) : toText(changed, isFull);
    refuseLeaks("standard output", result.leaks?.(text) ?? []);
    print(text);
    const mark = result.mode === "simulator" ? simulatedLine({ source: "simulated" }) : null;
    if (mark !== null) log(mark);
    const verdicts = judgeAll(result.transcripts, choice);
    return signals.exitCode() ?? exitCodeOf(result, verdicts);
  } finally {
    signals.stop();
  }
}

type Changed = { readonly fixture: RecordedFixture; readonly changes: readonly FixtureChange[] };

async function withChanges(fixture: RecordedFixture): Promise<Changed> {
  const { outcome, before, after, planned } = fixture;
  if (outcome !== "replaced" || before === null || after === null) return { fixture, changes: [] };
  return { fixture, changes: await compareFixtures({ before, after }, planned.target) };
}

/**
 * A bad reply is evidence, not a failure to record. A case that should have been recorded and was not is a failure, unless
 * the API's body has no place for it, the model does not support it, or its column is blocked for want of credentials.
 */
function exitCodeOf({ recorded, transcripts }: AskResult, verdicts: readonly Verdict[]): ExitCode {
  const excluded = excludedTrials(verdicts);
  const unsupported = new Set(
    verdicts.filter(({ observed }) => observed === "unsupported").map(({ cell }) => caseKey(cell)),
  );
  const asked = recorded.filter(({ planned }) => planned.skip === null && !unsupported.has(keyOfPlanned(planned)));
  const isMissing = asked.length === 0 || asked.some(({ reason, outcome }) => reason !== null || outcome === "none");
  return worst([
    ...(Object.hasOwn(excluded, "harness-fault") ? [exitCodes.internal] : []),
    ...credentialsCode({ transcripts, excluded, hasEligible: verdicts.some(({ trials }) => trials.eligible > 0) }),
    ...(isMissing ? [exitCodes.unmeasured] : []),
  ]);
}

function toJson(changed: readonly Changed[], { runDirectory }: AskResult): object {
  return {
    schemaVersion: 1,
    runDirectory: runDirectory === null ? null : formatPath(runDirectory),
    fixtures: changed.map(({ fixture: { planned, file, outcome, reason, before, after }, changes }) => ({
      file: formatPath(file),
      target: planned.target.id,
      scenario: planned.scenario.id,
      outcome,
      reason: planned.skip === null ? reason : planned.skip.reason,
      exchanges: outcome === "none" || after === null ? 0 : after.entries.length,
      comparable: outcome === "replaced" && before !== null,
      changes,
    })),
  };
}

function toText(changed: readonly Changed[], inFull: boolean): string {
  if (changed.length === 0) return "nothing was recorded";
  return changed.flatMap((one) => [formatFixture(one), ...(inFull ? one.changes.map(formatChange) : [])]).join("\n");
}

function formatFixture({ fixture: { planned, file, outcome, reason, before, after }, changes }: Changed): string {
  const why = planned.skip?.reason ?? reason;
  const name = outcome === "none" ? "not recorded" : outcome;
  const said: string[] = why === null ? [] : [why];
  if (outcome === "new" && after !== null) said.push(counted(after.entries.length, "exchange"));
  if (outcome === "replaced") {
    if (before === null) said.push("the previous one could not be read");
    else said.push(changes.length === 0 ? "same as before" : counted(changes.length, "difference"));
  }
  return sanitise(`${name} ${formatPath(file)}${said.length === 0 ? "" : `: ${said.join(", ")}`}`);
}

function formatChange({ trial, step, attempt, what, before, after }: FixtureChange): string {
  const again = attempt === null || attempt === 1 ? "" : `, attempt ${attempt}`;
  const place = step === null ? "" : `trial ${trial}, step ${step}${again}: `;
  return sanitise(`  ${place}${what}: ${before ?? "nothing"} → ${after ?? "nothing"}`);
}
