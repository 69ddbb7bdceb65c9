import type { ChatEvent } from "../../../../chat/event.js";
import type { JsonValue } from "../../../../chat/json.js";
import { unreachable } from "../../../../chat/unreachable.js";
import { otherMembers } from "../encode-reply/other-member.js";
import { continueCall, informCall, startCall } from "./calls.js";
import { sendDelta, sendText } from "./chunk.js";
import { continueReasoning, endReasoning, redactReasoning, signReasoning, startReasoning } from "./reasoning.js";
import type { Draft } from "./state.js";

/** Encodes one event of a part of the reply. */
export function readContent(draft: Draft, event: Extract<ChatEvent, { part: number }>): void {
  if (event.kind !== "text-delta") sendText(draft, "");
  switch (event.kind) {
    case "text-start":
      draft.textStarted = true;
      return;
    case "text-delta":
      // A blank piece is not sent yet: the reply may still fail, and is then answered with a status.
      if (event.text !== "") sendText(draft, event.text);
      return;
    case "refusal-start":
      return;
    case "refusal-delta":
      if (event.text !== "") sendDelta(draft, { refusal: event.text });
      return;
    case "tool-call-start":
      startCall(draft, event);
      return;
    case "tool-call-info":
      informCall(draft, event);
      return;
    case "tool-call-delta":
      continueCall(draft, event);
      return;
    case "other-part":
      readOther(draft, event.raw);
      return;
    case "part-end":
      endReasoning(draft, event.part);
      return;
    default:
      readReasoning(draft, event);
  }
}

function readReasoning(draft: Draft, event: Extract<ChatEvent, { kind: `reasoning-${string}` }>): void {
  switch (event.kind) {
    case "reasoning-start":
      startReasoning(draft, event.part);
      return;
    case "reasoning-delta":
      continueReasoning(draft, event.part, event.text);
      return;
    case "reasoning-signature":
      signReasoning(draft, event.part, event.signature);
      return;
    case "reasoning-redacted":
      redactReasoning(draft, event.part, event.redacted);
      return;
    case "reasoning-details":
      sendDelta(draft, { reasoning_details: event.details });
      return;
    default:
      unreachable(event);
  }
}

function readOther(draft: Draft, raw: JsonValue): void {
  for (const member of otherMembers(raw, draft.warnings)) {
    draft.functionCalled ||= "function_call" in member;
    sendDelta(draft, member);
  }
}
