import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import { newPart, noteOnce } from "../../draft-notes.js";
import { listAt, textAt } from "../../openai/wire-members.js";
import { mayHoldReasoning } from "../../reasoning-places.js";
import { has } from "../wire.js";
import { decodeToolCalls } from "./calls.js";
import { addText, attachmentMembers, decodeAttachments, decodeContent } from "./content.js";
import { decodeReasoning, emitDetails, reasoningFields } from "./reasoning.js";
import { closePart, type Draft } from "./stream-state.js";
import { noteUnread } from "./unread.js";

/** Reads one delta, or the message of a whole completion: reasoning first, tool calls last. `path`: where it stands in the body. */
export function decodeDelta(draft: Draft, delta: JsonObject, path: string): void {
  if (draft.finish !== null && hasContent(delta)) {
    noteOnce(draft, "event-after-finish", "content came after finish_reason");
  }
  const unusual = unusualMembers(delta);
  const places = unusual.filter(mayHoldReasoning);
  const unread = decodeReasoning(draft, delta, places);
  decodeContent(draft, delta["content"], `${path}.content`);
  const refusal = textAt(delta, "refusal");
  if (refusal !== null && refusal !== "") addText(draft, "refusal", refusal);
  decodeAttachments(draft, delta);
  const calls = listAt(delta, "tool_calls");
  if (calls !== null) decodeToolCalls(draft, calls);
  else if (has(delta, "tool_calls")) noteUnread(draft, `${path}.tool_calls`);
  if (isJsonObject(delta["function_call"])) decodeFunctionCall(draft, delta["function_call"]);
  for (const name of unusual) if (!mayHoldReasoning(name)) noteUnread(draft, `${path}.${name}`);
  for (const name of unread) noteUnread(draft, `${path}.${name}`);
}

/** Ends all open parts, and emits what is only known now: details, blank content, a function call. */
export function closeParts(draft: Draft): void {
  emitDetails(draft);
  closePart(draft);
  if (draft.blankContent && !draft.hasText) emitBlankText(draft);
  if (draft.functionCall !== null) emitFunctionCall(draft, draft.functionCall);
  for (const part of draft.stillOpen) draft.events.push({ kind: "part-end", part });
  draft.stillOpen = [];
}

const knownMembers: ReadonlySet<string> = new Set([
  ...reasoningFields,
  "reasoning_details",
  "role",
  "content",
  "refusal",
  "tool_calls",
  "function_call",
  "error",
  ...attachmentMembers,
]);

const none: readonly string[] = [];

/** The members that the API does not have; an empty list is no member. */
function unusualMembers(delta: JsonObject): readonly string[] {
  let unusual: string[] | null = null;
  for (const name of Object.keys(delta)) {
    if (knownMembers.has(name) || !has(delta, name) || listAt(delta, name)?.length === 0) continue;
    unusual ??= [];
    unusual.push(name);
  }
  return unusual ?? none;
}

function hasContent(delta: JsonObject): boolean {
  return ["content", "refusal", "tool_calls", "function_call", ...attachmentMembers, ...reasoningFields].some(
    (name) => has(delta, name) && delta[name] !== "" && listAt(delta, name)?.length !== 0,
  );
}

function decodeFunctionCall(draft: Draft, call: JsonObject): void {
  const before = draft.functionCall;
  const piece = textAt(call, "arguments");
  const known = before?.argumentsText ?? null;
  const argumentsText = known === null ? piece : known + (piece === null ? "" : piece);
  draft.functionCall = { name: before?.name ?? textAt(call, "name"), argumentsText };
}

function emitFunctionCall(
  draft: Draft,
  call: { readonly name: string | null; readonly argumentsText: string | null },
): void {
  noteOnce(draft, "function-call", "the legacy function_call came, which is not a tool call; kept as it came");
  const part = newPart(draft);
  const raw = { function_call: { name: call.name, arguments: call.argumentsText } };
  draft.events.push({ kind: "other-part", part, raw }, { kind: "part-end", part });
  draft.functionCall = null;
}

/** Content that was sent but stayed empty becomes a blank text part, because it was in the reply. */
function emitBlankText(draft: Draft): void {
  const part = newPart(draft);
  draft.hasText = true;
  draft.events.push({ kind: "text-start", part }, { kind: "text-delta", part, text: "" }, { kind: "part-end", part });
}
