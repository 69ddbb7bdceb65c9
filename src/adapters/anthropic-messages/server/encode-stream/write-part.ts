import { unreachable } from "../../../../chat/unreachable.js";
import { isUsableId } from "../../../openai-chat/server/encode-reply/call.js";
import { type CallPlace, callBlock, callId, callName, warnOfArguments } from "../encode-reply/call.js";
import { otherBlock, redactedBlock, textBlock, warnOfRefusal } from "../encode-reply/content.js";
import { givenUpSignature, packOpaque } from "../opaque-reasoning.js";
import { beginBlock, endBlock, growBlock } from "./blocks.js";
import type { Draft, OpenPart } from "./state.js";

type Of<Kind extends OpenPart["kind"]> = Extract<OpenPart, { kind: Kind }>;

/** Writes a piece of the live part, and begins its block where it is the first. An empty piece begins none. */
export function writePiece(draft: Draft, open: OpenPart, piece: string): void {
  switch (open.kind) {
    case "text":
    case "refusal":
      if (piece !== "") writeText(draft, open, piece);
      return;
    case "reasoning":
      if (piece !== "") writeThinking(draft, open, piece);
      return;
    case "tool-call":
      writeArguments(draft, open, piece);
      return;
    case "other":
      return;
    default:
      unreachable(open);
  }
}

/** Ends the live part: writes what was held for its end, and ends its block. */
export function endPart(draft: Draft, open: OpenPart): void {
  switch (open.kind) {
    case "text":
    case "refusal":
      break;
    case "reasoning":
      endThinking(draft, open);
      return;
    case "tool-call":
      endCall(draft, open);
      break;
    case "other":
      for (const block of otherBlock(open.raw, draft.blocks, draft.warnings)) {
        beginBlock(draft, block);
        endBlock(draft);
      }
      return;
    default:
      unreachable(open);
  }
  if (open.isWritten) endBlock(draft);
}

function writeText(draft: Draft, open: Of<"text" | "refusal">, text: string): void {
  if (!open.isWritten) {
    open.isWritten = true;
    if (open.kind === "refusal") warnOfRefusal(draft.blocks, draft.warnings);
    beginBlock(draft, textBlock(""));
  }
  draft.hasText = true;
  growBlock(draft, { type: "text_delta", text });
}

function writeThinking(draft: Draft, open: Of<"reasoning">, thinking: string): void {
  beginThinking(draft, open);
  growBlock(draft, { type: "thinking_delta", thinking });
}

function beginThinking(draft: Draft, open: Of<"reasoning">): void {
  if (open.isWritten) return;
  open.isWritten = true;
  beginBlock(draft, { type: "thinking", thinking: "", signature: "" });
}

/** Ends a live part of a reply that another model's replaces: thinking says so in its signature, for when it comes back. */
export function giveUpPart(draft: Draft, open: OpenPart): void {
  if (open.kind !== "reasoning" || !open.isWritten) {
    if (open.isWritten) endBlock(draft);
    return;
  }
  growBlock(draft, { type: "signature_delta", signature: givenUpSignature() });
  endBlock(draft);
}

/** The signature in one piece, since Anthropic's SDK keeps only the last one (@anthropic-ai/sdk 1.14.0, lib/MessageStream). */
function endThinking(draft: Draft, open: Of<"reasoning">): void {
  const { signature, data } = packOpaque(open, open.isWritten);
  open.signature = null;
  open.redacted = null;
  open.details = null;
  if (signature !== null) {
    beginThinking(draft, open);
    growBlock(draft, { type: "signature_delta", signature });
  }
  if (open.isWritten) endBlock(draft);
  open.isWritten = false;
  if (data === null) return;
  beginBlock(draft, redactedBlock(data));
  endBlock(draft);
}

/** A block of a call cannot begin without its id and its name, so that its arguments wait for them. */
function writeArguments(draft: Draft, open: Of<"tool-call">, piece: string): void {
  open.held += piece;
  open.given += piece;
  if (!open.isWritten && (!isUsableId(open.id) || open.name === null || open.name === "")) return;
  beginCall(draft, open);
  if (open.held === "") return;
  growBlock(draft, { type: "input_json_delta", partial_json: open.held });
  open.held = "";
}

function beginCall(draft: Draft, open: Of<"tool-call">): void {
  if (open.isWritten) return;
  open.isWritten = true;
  const place = callPlace(draft, open, draft.blocks);
  beginBlock(draft, callBlock(callId(open.id, place), callName(open.name, place), {}));
}

/** A call without arguments has one empty piece, as in the API's own streams, and clients read it as `{}`. */
function endCall(draft: Draft, open: Of<"tool-call">): void {
  beginCall(draft, open);
  const isBlank = open.given.trim() === "";
  if (open.held !== "" || isBlank) {
    growBlock(draft, { type: "input_json_delta", partial_json: isBlank ? "" : open.held });
  }
  open.held = "";
  warnOfArguments(open.given, callPlace(draft, open, draft.blocks - 1));
}

function callPlace({ opening, warnings }: Draft, { index }: Of<"tool-call">, at: number): CallPlace {
  return { at, index, identity: opening.identity, warnings };
}
