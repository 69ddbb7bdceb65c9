import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import { parseJson } from "../../../wire/json.js";
import { noteOnce } from "../../draft-notes.js";
import { classifyException } from "../../errors/classify.js";
import { listAt, objectAt } from "../../openai/wire-members.js";
import { doneMark } from "../wire.js";
import { isErrorBody, isErrorMember } from "./beside-chunks.js";
import type { Draft } from "./stream-state.js";

/**
 * Notes an event that came after `[DONE]`, where the official client no longer reads (openai 6.49, run 2026-11): an
 * error, content that the reply lost, or anything else. It is never read into the reply.
 */
export function noteAfterDone(draft: Draft, data: string): void {
  const parsed = parseJson(data);
  const chunk = parsed.ok && isJsonObject(parsed.value) ? parsed.value : null;
  if (chunk !== null && hasError(chunk)) {
    const { message } = classifyException({ ...contextOf(draft), type: null, message: "", raw: data });
    noteOnce(draft, "error-after-done", `an error came after [DONE]: ${message}`);
  } else if (chunk !== null && hasContent(chunk)) {
    noteOnce(draft, "content-after-done", `content came after [DONE], and was not read: ${quote(data)}`);
  } else if (data.startsWith(doneMark)) noteOnce(draft, "event-after-done", "[DONE] came twice");
  else noteOnce(draft, "event-after-done", `an event came after [DONE], and was not read: ${quote(data)}`);
}

/** The first 120 characters of a text, for a note. */
export function quote(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}

function contextOf({ status, requestId }: Draft) {
  return { afterFinish: true, status, requestId };
}

function hasError(chunk: JsonObject): boolean {
  return isErrorBody(chunk) || choicesOf(chunk).some((choice) => isErrorMember(choice["error"]));
}

function hasContent(chunk: JsonObject): boolean {
  return choicesOf(chunk).some((choice) => {
    const delta = objectAt(choice, "delta") ?? objectAt(choice, "message") ?? {};
    return Object.keys(delta).some((name) => name !== "role" && isFilled(delta[name]));
  });
}

function choicesOf(chunk: JsonObject): readonly JsonObject[] {
  return (listAt(chunk, "choices") ?? []).filter(isJsonObject);
}

function isFilled(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  return !(Array.isArray(value) && value.length === 0);
}
