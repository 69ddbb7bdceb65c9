import type { JsonObject } from "../../../chat/json.js";
import { unreachable } from "../../../chat/unreachable.js";
import { type Answer, argumentsDocument } from "../../answer/answer.js";
import { argumentDeltas, deltasOf } from "../piece.js";
import { type MessagesPart, searchBlock } from "./searched.js";

/** A block of a whole reply in Anthropic's form. */
export function blockOf(part: MessagesPart): JsonObject {
  switch (part.kind) {
    case "text":
    case "refusal":
      return { type: "text", text: part.text };
    case "reasoning":
      if (part.redacted !== null) return { type: "redacted_thinking", data: part.redacted };
      return { type: "thinking", thinking: part.text, signature: part.signature ?? "" };
    case "call":
      return { type: "tool_use", ...idOf(part.id), name: part.name, input: argumentsDocument(part) };
    case "search":
    case "found":
      return searchBlock(part);
    default:
      return unreachable(part);
  }
}

/** The events of one block of a stream. */
export function blockEvents(part: MessagesPart, index: number, { oddities }: Answer): readonly JsonObject[] {
  const at = indexOf(index, part.kind === "call" ? oddities.callIndex : "dense");
  const deltas = deltasOfPart(part).map(
    (delta, piece): JsonObject => ({ type: "content_block_delta", ...at(piece), delta }),
  );
  return [
    { type: "content_block_start", ...at(0), content_block: emptyBlock(part) },
    ...deltas,
    { type: "content_block_stop", ...at(0) },
  ];
}

/** The `index` of each event of a block: a fault gives calls none, one for all, or moves a call on in its deltas. */
function indexOf(index: number, how: Answer["oddities"]["callIndex"]): (piece: number) => JsonObject {
  switch (how) {
    case "dense":
      return () => ({ index });
    case "missing":
      return () => ({});
    case "reused":
      return () => ({ index: 0 });
    case "split":
      return (piece) => ({ index: piece < 2 ? index : index + 1 });
    default:
      return unreachable(how);
  }
}

/** What a search found comes whole, with its start. */
function emptyBlock(part: MessagesPart): JsonObject {
  if (part.kind === "found") return searchBlock(part);
  if (part.kind === "search") return { ...searchBlock(part), input: {} };
  if (part.kind === "call") return { type: "tool_use", ...idOf(part.id), name: part.name, input: {} };
  if (part.kind !== "reasoning") return { type: "text", text: "" };
  if (part.redacted !== null) return { type: "redacted_thinking", data: part.redacted };
  return { type: "thinking", thinking: "", signature: "" };
}

function deltasOfPart(part: MessagesPart): readonly JsonObject[] {
  if (part.kind === "found") return [];
  if (part.kind === "search") return inputDeltas(JSON.stringify({ query: part.query }));
  if (part.kind === "call") return inputDeltas(part.argumentsText);
  if (part.kind !== "reasoning") return deltasOf(part.text).map((text) => ({ type: "text_delta", text }));
  if (part.redacted !== null) return [];
  const texts = deltasOf(part.text).map((thinking) => ({ type: "thinking_delta", thinking }));
  return part.signature === null ? texts : [...texts, { type: "signature_delta", signature: part.signature }];
}

function inputDeltas(text: string): readonly JsonObject[] {
  const pieces = text === "{}" ? [""] : ["", ...argumentDeltas(text)];
  return pieces.map((json) => ({ type: "input_json_delta", partial_json: json }));
}

function idOf(id: string | null): JsonObject {
  return id === null ? {} : { id };
}
