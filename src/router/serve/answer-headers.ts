import type { Warning } from "../../chat/reply.js";
import type { RelayStep } from "../relay/relay.js";

export type HeaderMap = { readonly [name: string]: string };

/**
 * The headers of an answer: what is known when they are sent. `step`: what has happened; null: nothing yet. `reason`: why the first model
 * was chosen.
 */
export function headersOf(
  step: RelayStep | null,
  reason: string,
  warnings: readonly Warning[],
): { [name: string]: string } {
  const headers: { [name: string]: string } = {};
  if (step !== null) headers["x-llm-parity-attempts"] = attemptsText(step);
  headers["x-llm-parity-reason"] = escapedText(reason);
  if (step?.kind === "begun" || step?.kind === "early") headers["x-llm-parity-model"] = step.model;
  if (warnings.length > 0) headers[warningsName] = warningText(warnings);
  return headers;
}

const warningsName = "x-llm-parity-warnings";

/** The warnings in an answer's headers, as one text; none where there are none. */
export function warningsOf({ [warningsName]: warnings }: HeaderMap): readonly string[] {
  return warnings === undefined ? [] : [warnings];
}

/** What stands between a model and its warnings, in a comment of a stream. */
export const warnsMark = " warns: ";

/** Every attempt with its outcome; a reply that sends its reasoning early has only begun. */
function attemptsText(step: RelayStep): string {
  let text = "";
  for (const { model, outcome, failure } of step.attempts) {
    text += `${text === "" ? "" : ", "}${model}=${failure ?? outcome}`;
  }
  if (step.kind === "early") text += `${text === "" ? "" : ", "}${step.model}=begun`;
  return plainText(text);
}

/** The warnings, each once, in one header of at most 4 KiB; no header for no warnings. */
export function warningHeader(warnings: readonly Warning[]): HeaderMap {
  return warnings.length === 0 ? {} : { [warningsName]: warningText(warnings) };
}

/** The warnings, each once, on one line of at most 4 KiB. */
export function warningText(warnings: readonly Warning[]): string {
  const texts = warnings.map(({ id, field, message }) => [id, field, message].filter((word) => word !== "").join(": "));
  return plainText([...new Set(texts)].join("; "));
}

/** The text as a header value, with JSON's escapes for characters beyond printable ASCII: a keyword may be in any script. */
function escapedText(text: string): string {
  return isPlain(text) ? text : plainText(text.replaceAll(/[^\x20-\x7e]/g, escaped));
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The text as a header value: printable ASCII, with `?` for other characters, cut at 4 KiB. */
export function plainText(text: string): string {
  return isPlain(text) ? text : text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 4096);
}

function isPlain(text: string): boolean {
  return text.length <= 4096 && !/[^\x20-\x7e]/.test(text);
}
