import type { ChatEvent } from "../../../../chat/event.js";
import type { JsonObject } from "../../../../chat/json.js";
import { argumentsOrEmpty, type CallPlace, callId, isUsableId, nameMember } from "../encode-reply/call.js";
import { sendDelta } from "./chunk.js";
import type { Draft, OpenCall } from "./state.js";

type Of<Kind extends ChatEvent["kind"]> = Extract<ChatEvent, { kind: Kind }>;

/** Starts a call with the next index. */
export function startCall(draft: Draft, { part, id, name, argumentsText }: Of<"tool-call-start">): void {
  const index = draft.calls.length;
  draft.calls = [...draft.calls, { part, index, id, name, announced: false, argumentsText: argumentsText ?? "" }];
  announceReady(draft);
}

/** Adds an id or a name that arrived late. An announced call does not change any more. */
export function informCall(draft: Draft, event: Of<"tool-call-info">): void {
  const call = draft.calls.find(({ part }) => part === event.part);
  if (call === undefined || call.announced) return;
  replace(draft, { ...call, id: event.id ?? call.id, name: event.name ?? call.name });
  announceReady(draft);
}

/** Sends a piece of arguments, or holds it until the call is announced. */
export function continueCall(draft: Draft, event: Of<"tool-call-delta">): void {
  const call = draft.calls.find(({ part }) => part === event.part);
  if (call === undefined || event.argumentsText === "") return;
  const isKept = !call.announced || call.argumentsText.trim() === "";
  if (isKept) replace(draft, { ...call, argumentsText: call.argumentsText + event.argumentsText });
  if (call.announced) sendCall(draft, { index: call.index, function: { arguments: event.argumentsText } });
}

/**
 * Adds what clients require, at the end of the reply and not before: an id that never arrived, and `{}` for a call without
 * arguments. Each is a warning.
 */
export function settleCalls(draft: Draft): void {
  for (const call of draft.calls) {
    const place: CallPlace = { index: call.index, identity: draft.identity, warnings: draft.warnings };
    const isBlank = call.argumentsText.trim() === "";
    const argumentsText = isBlank ? argumentsOrEmpty(null, place) : call.argumentsText;
    if (!call.announced) replace(draft, announce(draft, call, argumentsText));
    else if (isBlank) sendCall(draft, { index: call.index, function: { arguments: argumentsText } });
  }
}

/** Announces calls in order of their index, as clients expect, and each only once its id and name are known. */
function announceReady(draft: Draft): void {
  for (const call of draft.calls) {
    if (call.announced) continue;
    if (!isUsableId(call.id) || call.name === null || call.name === "") return;
    replace(draft, announce(draft, call, call.argumentsText));
  }
}

function announce(draft: Draft, call: OpenCall, argumentsText: string): OpenCall {
  const place: CallPlace = { index: call.index, identity: draft.identity, warnings: draft.warnings };
  sendCall(draft, {
    index: call.index,
    id: callId(call.id, place),
    type: "function",
    function: { ...nameMember(call.name, place), arguments: argumentsText },
  });
  return { ...call, announced: true, argumentsText };
}

/** When a call is the first delta it has content null, as OpenAI sends it. */
function sendCall(draft: Draft, call: JsonObject): void {
  sendDelta(draft, { ...(draft.head === null ? { content: null } : {}), tool_calls: [call] });
}

function replace(draft: Draft, call: OpenCall): void {
  draft.calls = draft.calls.map((known) => (known.part === call.part ? call : known));
}
