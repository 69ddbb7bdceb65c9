import { unreachable } from "../../chat/unreachable.js";
import { formatPath } from "../../library/format-path.js";
import type { AskEvent } from "../../runner/ask-live.js";
import { log } from "../shell/print.js";

/** Logs the progress of a run that asks. */
export function logEvent(event: AskEvent): void {
  log(formatEvent(event));
}

function formatEvent(event: AskEvent): string {
  switch (event.kind) {
    case "started":
      return formatStart(event);
    case "trial":
      return formatTrial(event);
    case "fixture-recorded":
      return `recorded ${formatPath(event.file)}`;
    case "fixture-kept":
      return `kept ${formatPath(event.file)}: ${event.reason}`;
    case "fixture-unreadable":
      return `${formatPath(event.message)}: there is nothing to compare with`;
    default:
      return unreachable(event);
  }
}

function formatStart({ runDirectory, already, total }: Extract<AskEvent, { kind: "started" }>): string {
  const before = already === 0 ? "" : `; ${already} of ${total} trials were made before`;
  return `evidence: ${formatPath(runDirectory)}${before}`;
}

function formatTrial({ done, total, transcript }: Extract<AskEvent, { kind: "trial" }>): string {
  const { cell, trial, turns, notRun } = transcript;
  const last = turns.at(-1)?.reply;
  const word = notRun?.reason ?? last?.failure?.kind ?? last?.completeness ?? "nothing asked";
  return `[${done}/${total}] ${cell.target} ${cell.scenario} #${trial}: ${word}`;
}
