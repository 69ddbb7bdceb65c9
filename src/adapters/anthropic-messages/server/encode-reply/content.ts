import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { AssistantPart, ReasoningPart } from "../../../../chat/message.js";
import type { Warning } from "../../../../chat/reply.js";
import { unreachable } from "../../../../chat/unreachable.js";
import type { ReplyIdentity } from "../../../openai-chat/server/encode-reply/identity.js";
import { isMessagesBlock } from "../../encode/other.js";
import { packOpaque } from "../opaque-reasoning.js";
import { encodeCall } from "./call.js";

type Encoding = { readonly identity: ReplyIdentity; readonly warnings: Warning[] };

/** Encodes the parts of a reply as blocks, in their order. A text without a character is written where it is all there is. */
export function encodeContent(
  parts: readonly AssistantPart[],
  { identity, warnings }: Encoding,
): readonly JsonObject[] {
  const blocks: JsonObject[] = [];
  let calls = 0;
  for (const part of parts) {
    if (part.kind === "tool-call") {
      blocks.push(encodeCall(part, { at: blocks.length, index: calls, identity, warnings }));
      calls += 1;
    } else blocks.push(...blocksOf(part, blocks.length, warnings));
  }
  return blocks.length === 0 && parts.some(({ kind }) => kind === "text") ? [textBlock("")] : blocks;
}

/** A text block as the API sends it: without the member `citations` where there are none (706 recordings of 2025 and 2026 but for one). */
export function textBlock(text: string): JsonObject {
  return { type: "text", text };
}

function blocksOf(
  part: Exclude<AssistantPart, { kind: "tool-call" }>,
  at: number,
  warnings: Warning[],
): readonly JsonObject[] {
  switch (part.kind) {
    case "text":
      return part.text === "" ? [] : [textBlock(part.text)];
    case "refusal":
      warnOfRefusal(at, warnings);
      return [textBlock(part.text)];
    case "reasoning":
      return encodeReasoning(part);
    case "other":
      return otherBlock(part.raw, at, warnings);
    case "cache-point":
      return [];
    default:
      return unreachable(part);
  }
}

/** Says that the block at this place is a refusal. */
export function warnOfRefusal(at: number, warnings: Warning[]): void {
  warnings.push({ id: "refusal-as-text", field: `content[${at}]`, message: "a refusal is sent as text" });
}

/** A block of the API itself, such as what a tool of the service gave; empty, with a warning, for a part of another API. */
export function otherBlock(raw: JsonValue, at: number, warnings: Warning[]): readonly JsonObject[] {
  if (isJsonObject(raw) && isMessagesBlock(raw)) return [raw];
  const message = "a part of a kind that this API has no block for";
  warnings.push({ id: "other-part-dropped", field: `content[${at}]`, message });
  return [];
}

/** A blank signature stands for none, as in the API's own streams: clients require the member. */
function encodeReasoning(part: ReasoningPart): readonly JsonObject[] {
  const { signature, data } = packOpaque(part, part.text !== null);
  const isShown = part.text !== null || signature !== null;
  return [
    ...(isShown ? [{ type: "thinking", thinking: part.text ?? "", signature: signature ?? "" }] : []),
    ...(data === null ? [] : [redactedBlock(data)]),
  ];
}

/** A block of redacted thinking as the API sends it. */
export function redactedBlock(data: string): JsonObject {
  return { type: "redacted_thinking", data };
}
