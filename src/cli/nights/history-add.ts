import { groupBy } from "../../chat/group-by.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import type { History } from "../../library/nights/history.js";
import { nightIdOf, nightRunOf } from "../../library/nights/night-of-run.js";
import { openHistory } from "../../library/nights/open-history.js";
import { UsageError } from "../../library/usage-error.js";
import { counted } from "../../report/counted.js";
import { readRun } from "../../runner/store/read-run.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import { caseKey } from "../../runner/store/trial-key.js";
import { unmadeTrials } from "../../runner/store/unmade-trials.js";
import type { NightRun } from "../../verdict/nights/night-schema.js";
import { countingLines, type Replaced, type StoredNight } from "../../verdict/nights/stored-night.js";
import type { CellSummary } from "../../verdict/summary/summary-schema.js";
import { findRun } from "../results/find-run.js";
import { print, sanitise } from "../shell/print.js";
import { linesOfRun, type RunPlaces } from "./judging/run-lines.js";

export type HistoryAddOptions = RunPlaces & { readonly history?: string; readonly night?: string };

/** `llm-parity history add RUN…`: appends runs to their nights, and says what that makes of each night. */
export async function addToHistory(names: readonly string[], options: HistoryAddOptions): Promise<ExitCode> {
  const paths = [...new Set(names.map((name) => findRun(name, options.runs)))];
  const history = await openHistory(options.history ?? null, process.env);
  try {
    for (const path of paths) for (const line of await addRun(path, history, options)) print(sanitise(line));
    return exitCodes.fine;
  } finally {
    await history.close();
  }
}

async function addRun(path: string, history: History, options: HistoryAddOptions): Promise<readonly string[]> {
  const stored = readRun(path);
  if (stored.transcripts.length === 0) {
    throw new UsageError(`${path} contains no finished trial`, {
      hint: "There is nothing to append: the night stays missed.",
    });
  }
  // Refused before its lines are made, which may take long.
  nightRunOf(stored, null);
  const lines = await linesOfRun(path, options);
  const run = nightRunOf(stored, lines[0]?.suite ?? null);
  const night = nightIdOf(options.night ?? null, run);
  await refuseOtherMode(history, run);
  await refuseOtherNight(history, run, night);
  const isAgain = (await history.night(night))?.runs.some(({ id }) => id === run.id) === true;
  const now = await history.append({ night, run, lines });
  return [
    `${history.place}: night ${night} ${isAgain ? "has run" : "got run"} ${run.id}${isAgain ? " again" : ""}: ${counted(lines.length, "cell")}`,
    ...unmadeText(stored),
    ...togetherText(now),
  ];
}

/** A simulator says nothing about a vendor, so that its nights and those of services are no history of one thing. */
async function refuseOtherMode(history: History, { mode, id }: NightRun): Promise<void> {
  const [newest] = await history.facts(1);
  const other = newest?.runs.find((run) => run.mode !== mode);
  if (newest === undefined || other === undefined) return;
  const asked = (of: NightRun["mode"]) => (of === "live" ? "the services" : "a simulator");
  throw new UsageError(`${history.place}: its runs asked ${asked(other.mode)}, and run ${id} asked ${asked(mode)}`, {
    hint: "Keep them apart: name another folder with --history.",
  });
}

/** A run that counts in two nights would be two nights of evidence. */
async function refuseOtherNight(history: History, { id }: NightRun, night: string): Promise<void> {
  const nights = await history.facts(10);
  const other = nights.find((one) => one.id !== night && one.runs.some((run) => run.id === id));
  if (other === undefined) return;
  throw new UsageError(
    `${history.place}: run ${id} is already part of night ${other.id}, so it cannot be added to night ${night}`,
    {
      hint: "A run belongs to one night. If that one is wrong, take the run out of it first.",
    },
  );
}

function unmadeText({ facts, transcripts, thinned }: StoredRun): readonly string[] {
  if (facts === null || thinned) return [];
  const made = groupBy(transcripts, ({ cell }) => caseKey(cell));
  const unmade = unmadeTrials(facts, (one) => made.get(caseKey(one)) ?? []);
  if (unmade === 0) return [];
  return [`  it did not make ${counted(unmade, "planned trial")}: \`llm-parity run --resume\` makes them`];
}

/** What several runs of one night are together. */
function togetherText(night: StoredNight): readonly string[] {
  if (night.runs.length < 2) return [];
  const { counting, replaced } = countingLines(night);
  const runs = night.runs.map(({ id }) => id).join(", ");
  return [
    `  the night has ${night.runs.length} runs (${runs}) and ${counted(counting.length, "cell")}`,
    ...replacedText(replaced),
  ];
}

/** Said one by one where the earlier run was worse: a second run must not hide a bad first one. */
function replacedText(replaced: readonly Replaced[]): readonly string[] {
  if (replaced.length === 0) return [];
  const share = ({ trials }: CellSummary) => trials.bad / trials.eligible;
  const worse = replaced.filter(({ line, by }) => share(line) > share(by));
  return [
    `  ${counted(replaced.length, "cell")} measured twice: the later run counts`,
    ...worse.map(({ cell, line, by }) => {
      const counts = (of: CellSummary) => `${of.trials.bad} of ${of.trials.eligible} bad`;
      return `  ${cell}: ${counts(line)} in run ${line.run}, ${counts(by)} in run ${by.run}, which counts`;
    }),
  ];
}
