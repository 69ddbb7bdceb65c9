import type { JsonObject } from "../../../../chat/json.js";
import { doneMark } from "../../wire.js";
import { type ResponseState, responseObject } from "../encode-reply/response-object.js";
import type { Draft } from "./state.js";

/** Adds an event with its number. Its name is its type, as the API has it. */
export function sendEvent(draft: Draft, type: string, members: JsonObject): void {
  begin(draft);
  const event = Object.assign({ type, sequence_number: draft.sequence }, members);
  draft.sequence += 1;
  draft.text += `event: ${type}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** Adds the two events that begin a stream, once. They have the same response, which is long where there are many tools. */
export function begin(draft: Draft): void {
  if (draft.isBegun) return;
  draft.isBegun = true;
  const response = responseOf(draft, { status: "in_progress", output: [], usage: null, completedSeconds: null });
  const json = JSON.stringify(response);
  for (const type of ["response.created", "response.in_progress"]) {
    draft.text += `event: ${type}\ndata: {"type":"${type}","sequence_number":${draft.sequence},"response":${json}}\n\n`;
    draft.sequence += 1;
  }
}

/** Ends the stream. OpenAI sends no `[DONE]`; Open Responses demands it (specification, read 2026-11-28), and OpenRouter sends it. */
export function sendDone(draft: Draft): void {
  draft.text += `data: ${doneMark}\n\n`;
  draft.isEnded = true;
}

/** A response as the stream has it. */
export function responseOf({ opening }: Draft, state: ResponseState): JsonObject {
  return responseObject({ identity: opening.identity, body: opening.body }, state);
}
