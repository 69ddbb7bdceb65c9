import type { StoredRun } from "../../runner/store/stored-run.js";
import { dayAfter, isDay } from "../../verdict/nights/calendar.js";
import type { NightRun } from "../../verdict/nights/night-schema.js";
import { UsageError } from "../usage-error.js";

/** What a night keeps of a run. `suite`: the one that it asked. Throws UsageError for a run that is no part of a night. */
export function nightRunOf(run: StoredRun, suite: string | null): NightRun {
  const { facts } = run;
  if (facts === null) {
    throw new UsageError(`${run.path}: is a run of format version 1, which does not say what it planned`, {
      hint: "Only runs of this version can be part of a night.",
    });
  }
  if (facts.dataset !== null) {
    throw new UsageError(`${run.path}: is a run of a data set, whose rows are no cells`, {
      hint: "A night is made of runs of scenarios.",
    });
  }
  const { id, startedAt, mode, versions, cases, sequential, edition } = facts;
  const trials = cases.map((one) => one.trials);
  const isEqual = trials.length > 0 && trials.every((n) => n === trials[0]);
  return {
    ...{ id, startedAt, mode, suite, versions },
    ...(edition === undefined ? {} : { edition: { id: edition.id, sha256: edition.sha256 } }),
    trials: isEqual ? (trials[0] ?? null) : null,
    sequential: sequential !== null,
  };
}

/** When a run started. `id` null: it starts now. */
export type RunStart = Pick<NightRun, "startedAt"> & { readonly id: string | null };

/** The night of a run: the one that was typed, else the UTC date of its start. Throws UsageError for a day that cannot be. */
export function nightIdOf(typed: string | null, { startedAt, id }: RunStart): string {
  const run = id === null ? "this run" : `run ${id}`;
  const day = startedAt.slice(0, 10);
  if (typed === null) return day;
  if (!isDay(typed)) {
    throw new UsageError(`--night ${typed}: there is no such day`, {
      hint: "Write the UTC date of the scheduled start as YYYY-MM-DD.",
    });
  }
  if (typed > day) {
    throw new UsageError(`--night ${typed}: ${run} started before, on ${day} (UTC)`, {
      hint: "A night is the UTC date of the scheduled start, which is never after the start.",
    });
  }
  if (typed < dayAfter(day, -mostDelayDays)) {
    throw new UsageError(`--night ${typed}: ${run} started ${mostDelayDays} days later or more, on ${day} (UTC)`, {
      hint: "A run says nothing about a night so long before it. Leave --night out, or name the night that it was scheduled for.",
    });
  }
  return typed;
}

/** A run may start late, or be repeated on the next days. */
const mostDelayDays = 3;
