import { unreachable } from "../../chat/unreachable.js";
import { formatPath } from "../../library/format-path.js";
import type { AskEvent } from "../../runner/ask-live.js";
import { sanitise } from "../shell/print.js";
import { durationText } from "./progress-text.js";

/** What an event of a run that asks says by itself; null: nothing. A trial has a line only where `trials` is true. */
export function eventLine(event: AskEvent, { trials }: { readonly trials: boolean }): string | null {
  switch (event.kind) {
    case "blocked":
      return formatBlocked(event);
    case "started":
      return formatStart(event);
    case "under-way":
      return null;
    case "trial":
      return trials ? formatTrial(event) : null;
    case "slowed":
      return trials ? formatSlowed(event) : null;
    case "columns-stopped":
      return formatStopped(event);
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

/** One line has said of a whole column that its credentials are missing, or that it is asked no more. */
function formatTrial({ done, total, transcript }: Extract<AskEvent, { kind: "trial" }>): string | null {
  const { cell, trial, turns, notRun } = transcript;
  if (notRun?.kind === "credentials" || notRun?.kind === "column-stopped") return null;
  const last = turns.at(-1)?.reply;
  const word = notRun?.reason ?? last?.failure?.kind ?? last?.completeness ?? "nothing asked";
  return `[${done}/${total}] ${cell.target} ${cell.scenario} #${trial}: ${word}`;
}

function formatSlowed({ provider, waitMs, perMinute }: Extract<AskEvent, { kind: "slowed" }>): string {
  return `${provider} asks for fewer calls: all its calls wait ${durationText(waitMs)}, then ${Math.round(perMinute)} go a minute`;
}

/** Columns that stop together have one reason. */
function formatStopped({ columns }: Extract<AskEvent, { kind: "columns-stopped" }>): string {
  const [first] = columns;
  const names = columns.map(({ target }) => target).join(", ");
  return `△ no longer asked: ${names}: ${sanitise(first?.reason ?? "")}`;
}
