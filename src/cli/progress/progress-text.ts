import type { ProgressState } from "./progress-state.js";

/** The limits of a run, for what is left. Null: there is none. `mostUsd`: what the plan costs at most; null: it has no dated price. */
export type ProgressLimits = {
  readonly maxCalls: number | null;
  readonly maxCostUsd: number | null;
  readonly maxMinutes: number | null;
  readonly mostUsd: number | null;
  /** A simulator is asked: nothing is spent. */
  readonly isSimulated?: boolean;
};

/** One line of a view: what it says, and whether it says that something is wrong. */
export type ProgressLine = { readonly text: string; readonly isBad: boolean };

/** The lines of the live view, each at most `width` characters long. */
export function liveLines(
  state: ProgressState,
  { now, width, limits }: { readonly now: number; readonly width: number; readonly limits: ProgressLimits },
): readonly ProgressLine[] {
  const lines = [
    { text: `${countsText(state)} · ${paceText(state, now)}`, isBad: false },
    { text: timeText(state, now, limits), isBad: false },
    { text: moneyText(state, limits), isBad: false },
    ...slowedTexts(state, now).map((text) => ({ text, isBad: false })),
    ...(state.stopped.length === 0 ? [] : [{ text: stoppedColumns(state), isBad: true }]),
  ];
  return lines.map(({ text, isBad }) => ({ text: cut(text, width), isBad }));
}

/** The same in one line, for a log. */
export function minuteLine(state: ProgressState, now: number, limits: ProgressLimits): string {
  return [
    countsText(state),
    paceText(state, now),
    timeText(state, now, limits),
    moneyText(state, limits),
    ...slowedTexts(state, now),
    ...(state.stopped.length === 0 ? [] : [stoppedColumns(state)]),
  ].join(" · ");
}

function countsText({ done, total, running, failing, notMeasured }: ProgressState): string {
  const share = total === 0 ? "" : ` ${Math.floor((100 * done) / total)} %`;
  return [
    `[${done}/${total}]${share}`,
    `${running} running`,
    `${failing} failing`,
    ...(notMeasured === 0 ? [] : [`${notMeasured} not measured`]),
  ].join(" · ");
}

function paceText({ done, already, startedAt }: ProgressState, now: number): string {
  const minutes = (now - startedAt) / 60_000;
  const made = done - already;
  if (made === 0 || minutes <= 0) return "no pace yet";
  const pace = made / minutes;
  return `${pace < 10 ? pace.toFixed(1) : Math.round(pace)} trials/min`;
}

function timeText(state: ProgressState, now: number, { maxMinutes }: ProgressLimits): string {
  const { done, already, total, startedAt } = state;
  const gone = now - startedAt;
  const made = done - already;
  const left = made === 0 ? null : ((total - done) * gone) / made;
  const limit = maxMinutes === null ? null : Math.max(0, maxMinutes * 60_000 - gone);
  return [
    `${durationText(gone)} elapsed`,
    ...(left === null ? [] : [`about ${durationText(left)} left`]),
    ...(limit === null || (left !== null && left <= limit) ? [] : [`--max-minutes in ${durationText(limit)}`]),
  ].join(", ");
}

function moneyText({ calls, costUsd }: ProgressState, limits: ProgressLimits): string {
  const { maxCalls, maxCostUsd, mostUsd, isSimulated = false } = limits;
  const bound = maxCostUsd !== null && (mostUsd === null || maxCostUsd < mostUsd) ? maxCostUsd : mostUsd;
  const left = bound === null ? "" : ` of at most $${bound.toFixed(2)}`;
  const mark = isSimulated ? " (simulated)" : "";
  return `$${costUsd.toFixed(2)}${left}${mark} · ${calls}${maxCalls === null ? "" : ` of at most ${maxCalls}`} calls`;
}

function slowedTexts({ slowed }: ProgressState, now: number): readonly string[] {
  return [...slowed].flatMap(([provider, { until, perMinute }]) => {
    if (until <= now) return [];
    return [`${provider} asks for fewer calls: waits ${durationText(until - now)}, then ${Math.round(perMinute)}/min`];
  });
}

function stoppedColumns({ stopped }: ProgressState): string {
  return `no longer asked: ${stopped.join(", ")}`;
}

/** `3 h 05 min`, `12 min 04 s`, `9 s`, `under 1 s`. */
export function durationText(ms: number): string {
  if (ms > 0 && ms < 500) return "under 1 s";
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const two = (value: number): string => String(value).padStart(2, "0");
  if (hours > 0) return `${hours} h ${two(minutes)} min`;
  return minutes > 0 ? `${minutes} min ${two(seconds % 60)} s` : `${seconds} s`;
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
