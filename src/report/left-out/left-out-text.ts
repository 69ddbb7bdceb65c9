import { groupBy } from "../../chat/group-by.js";
import type { Transcript } from "../../transcript/transcript.js";
import { counted } from "../counted.js";

/**
 * What of a run was not measured, one line each: what a limit left out, columns that gave no more answers, and trials that were throttled.
 * `resume`: the command that continues the run; null: it cannot be continued.
 */
export function leftOutLines(transcripts: readonly Transcript[], resume: string | null): readonly string[] {
  const all = transcripts.length;
  const budget = transcripts.filter(({ notRun }) => notRun?.kind === "budget");
  const stopped = transcripts.filter(({ notRun }) => notRun?.kind === "column-stopped");
  const throttled = transcripts.filter(isThrottled);
  return [
    ...[...groupBy(budget, reasonOf)].flatMap(([reason, those]) => [
      `not asked: ${those.length} of ${counted(all, "trial")} (${cellsText(those)}): ${reason}`,
      ...(resume === null ? [] : [`  → ${remedyOf(reason, resume)}`]),
    ]),
    ...[...groupBy(stopped, reasonOf)].map(
      ([reason, those]) => `not asked: ${those.length} of ${counted(all, "trial")} (${columnsText(those)}): ${reason}`,
    ),
    ...(throttled.length === 0
      ? []
      : [`excluded: ${counted(throttled.length, "throttled trial")} of ${all}: ${providersText(throttled)}`]),
  ];
}

function isThrottled({ turns }: Transcript): boolean {
  const failure = turns.at(-1)?.reply.failure ?? null;
  return failure?.kind === "throttled" && failure.phase !== "body";
}

function reasonOf({ notRun }: Transcript): string {
  return notRun?.reason ?? "";
}

/** A run that goes on has spent what it has spent: only a higher limit of calls or money leaves room. */
function remedyOf(reason: string, resume: string): string {
  if (reason.startsWith("--max-cost is set"))
    return "write a dated price into models.yaml, or ask them in a run without --max-cost";
  const [, option] = /^(--max-(?:calls|cost)) [\d.]+ would/.exec(reason) ?? [];
  return `to ask them: ${resume} --retry-excluded${option === undefined ? "" : ` ${option} N, with N above that`}`;
}

function cellsText(those: readonly Transcript[]): string {
  const cells = new Set(those.map(({ cell }) => `${cell.target}/${cell.scenario}`));
  return `in ${counted(cells.size, "cell")}`;
}

function columnsText(those: readonly Transcript[]): string {
  return [...new Set(those.map(({ cell }) => cell.target))].join(", ");
}

function providersText(those: readonly Transcript[]): string {
  return [...groupBy(those, ({ cell }) => cell.provider)].map(([name, { length }]) => `${name} ${length}`).join(", ");
}
