import { unreachable } from "../../chat/unreachable.js";
import { formatPath } from "../../library/format-path.js";
import type { AskEvent } from "../../runner/ask-live.js";
import { log, sanitise } from "../shell/print.js";

/** Logs the progress of a run that asks. */
export function logEvent(event: AskEvent): void {
  const line = formatEvent(event);
  if (line !== null) log(line);
}

/** Null: there is nothing to say. */
function formatEvent(event: AskEvent): string | null {
  switch (event.kind) {
    case "blocked":
      return formatBlocked(event);
    case "started":
      return formatStart(event);
    case "trial":
      return formatTrial(event);
    case "note":
      return sanitise(event.text);
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

function formatBlocked({ targets, reason }: Extract<AskEvent, { kind: "blocked" }>): string {
  const columns = targets.length === 1 ? "1 column" : `${targets.length} columns`;
  return `△ blocked: credentials (${columns}): ${sanitise(reason)}`;
}

/** One line has said of a whole column that its credentials are missing. */
function formatTrial({ done, total, transcript }: Extract<AskEvent, { kind: "trial" }>): string | null {
  const { cell, trial, turns, notRun } = transcript;
  if (notRun?.kind === "credentials") return null;
  const last = turns.at(-1)?.reply;
  const word = notRun?.reason ?? last?.failure?.kind ?? last?.completeness ?? "nothing asked";
  return `[${done}/${total}] ${cell.target} ${cell.scenario} #${trial}: ${word}`;
}
