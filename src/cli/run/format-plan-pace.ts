import { type PlanLane, type PlanQuota, type Range, secondsOfACall } from "../../library/suite/plan/plan-pace.js";
import type { PlanSummary } from "../../library/suite/plan/plan-summary.js";
import { counted } from "../../report/counted.js";
import { bytesRule, bytesText } from "../../runner/store/planned-space.js";
import { durationText } from "../progress/progress-text.js";

/** The time, the quotas and the space of a plan. */
export function formatPace({ pace, bytes }: PlanSummary): readonly string[] {
  const { lanes, quotas, minutes, quotaShare } = pace;
  return [
    `time: ${minutesText(minutes)}, with calls of ${secondsOfACall} s; the services are asked at the same time`,
    ...lanes.map(formatLane),
    ...(quotas.length === 0 ? [] : [`quotas: --quota-share ${quotaShare} of each is used`]),
    ...quotas.map(formatQuota),
    `disk: ${bytesText(bytes.expected)} of evidence, at most ${bytesText(bytes.most)} (${bytesRule}); a run needs 30 % more free space`,
  ];
}

/** Whether a plan is expected to end in time. `maxMinutes` null: there is no limit. */
export function formatMinutes({ pace: { minutes } }: PlanSummary, maxMinutes: number | null): readonly string[] {
  if (maxMinutes === null) return [];
  const fits = minutes.expected <= maxMinutes ? "it is expected to fit" : "it is not expected to fit";
  return [`--max-minutes ${maxMinutes}: ${fits}: the plan takes ${minutesText(minutes)}`];
}

/** Columns that would be blocked. */
export function formatBlocked({ blocked }: PlanSummary): readonly string[] {
  if (blocked.length === 0) return [];
  return [
    "",
    ...blocked.map(
      ({ reason, targets }) =>
        `blocked: credentials (${counted(targets.length, "column")}): ${reason}: ${targets.join(", ")}`,
    ),
    "  the numbers above include blocked columns, which would not be asked",
  ];
}

function formatLane({ provider, calls, requestsPerMinute, inFlight, minutes }: PlanLane): string {
  const pace = requestsPerMinute === null ? "" : `${requestsPerMinute} requests a minute, `;
  return `  ${provider}: ${rangeText(calls)} calls, ${pace}${inFlight} in flight: ${minutesText(minutes)}`;
}

function formatQuota({ quota, calls, tokens, minutes, ofDay }: PlanQuota): string {
  const day =
    ofDay === null
      ? ""
      : ofDay.expected > 1
        ? `; it does not fit: ${percent(ofDay.expected)} of a day's share`
        : `; ${percent(ofDay.expected)} of a day's share, at most ${percent(ofDay.most)}`;
  const time = minutes === null ? "" : `: ${minutesText(minutes)}`;
  return `  ${quota}: ${rangeText(calls)} calls, ${rangeText(tokens)} tokens${time}${day}`;
}

function minutesText({ expected, most }: Range): string {
  const [usual, longest] = [expected, most].map((minutes) => durationText(minutes * 60_000));
  return usual === longest ? `about ${usual}` : `about ${usual}, at most ${longest}`;
}

function rangeText({ expected, most }: Range): string {
  return expected === most ? String(most) : `${expected} to ${most}`;
}

function percent(share: number): string {
  return `${share < 0.1 ? (share * 100).toFixed(1) : Math.round(share * 100)} %`;
}
