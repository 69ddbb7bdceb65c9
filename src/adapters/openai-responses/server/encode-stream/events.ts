import type { JsonObject } from "../../../../chat/json.js";
import { doneMark } from "../../wire.js";
import { echoMembers, type ResponseState, responseText } from "../encode-reply/response-object.js";
import type { Draft } from "./state.js";

/** Adds an event with its number. Its name is its type, as the API has it. */
export function sendEvent(draft: Draft, type: string, members: JsonObject): void {
  begin(draft);
  addEvent(draft, type, JSON.stringify(members).slice(1));
}

/** Adds the end of an item, as JSON: the terminal event repeats it. */
export function sendItem(draft: Draft, item: string): void {
  begin(draft);
  addEvent(draft, "response.output_item.done", `"output_index":${draft.output.length},"item":${item}}`);
  draft.output.push(item);
}

/** Adds an event with a response in this state, as its last member. */
export function sendResponse(draft: Draft, type: string, state: ResponseState): void {
  begin(draft);
  addEvent(draft, type, `"response":${responseOf(draft, state)}}`);
}

/** Adds the two events that begin a stream, once. They have the same response, which is long where there are many tools. */
export function begin(draft: Draft): void {
  if (draft.isBegun) return;
  draft.isBegun = true;
  const members = `"response":${responseOf(draft, { status: "in_progress", usage: null, completedSeconds: null })}}`;
  addEvent(draft, "response.created", members);
  addEvent(draft, "response.in_progress", members);
}

/** Ends the stream. OpenAI sends no `[DONE]`; Open Responses demands it (specification, read 2026-11-28), and OpenRouter sends it. */
export function sendDone(draft: Draft): void {
  draft.text += `data: ${doneMark}\n\n`;
  draft.isEnded = true;
}

/** `members`: those behind the number, as JSON without the brace that opens it. */
function addEvent(draft: Draft, type: string, members: string): void {
  draft.text += `event: ${type}\ndata: {"type":"${type}","sequence_number":${draft.sequence},${members}\n\n`;
  draft.sequence += 1;
}

function responseOf(draft: Draft, state: ResponseState): string {
  const { opening, output } = draft;
  draft.echo ??= JSON.stringify(echoMembers(opening));
  return responseText(opening.identity, state, { output, echo: draft.echo });
}
