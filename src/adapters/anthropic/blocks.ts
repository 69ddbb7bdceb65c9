import type { JsonObject } from "../../chat/json.js";
import { endHeld, growHeld, holdBlock } from "../draft/held-blocks.js";
import { arrayIn, documentText, numberIn, stringIn } from "../draft/read-json.js";
import { type Draft, note, noteBlock, update } from "../draft/stream-state.js";
import {
  redactReasoning,
  signReasoning,
  writeArguments,
  writeCall,
  writeReasoning,
  writeText,
} from "../draft/write-parts.js";
import { isReasoningPart } from "../reasoning-places.js";
import { readReasoning } from "../reasoning-value.js";

/** Reads a whole block. */
export function readBlock(draft: Draft, block: JsonObject, key: string): void {
  if (stringIn(block, "type") === "tool_use") {
    const argumentsText = documentText(block["input"]);
    writeCall(draft, key, { id: stringIn(block, "id"), name: stringIn(block, "name"), argumentsText });
  } else startBlock(draft, block, key);
  endHeld(draft, key);
}

/** Reads the start of a block in a stream; the `input: {}` of a starting call is a placeholder, not arguments. True: it is of another kind and kept as it is. */
export function startBlock(draft: Draft, block: JsonObject, key: string): boolean {
  switch (stringIn(block, "type")) {
    case "text":
      writeText(draft, key, stringIn(block, "text"));
      if ((arrayIn(block, "citations") ?? []).length > 0) noteCitations(draft);
      return false;
    case "thinking":
      writeReasoning(draft, { key, field: "thinking" }, stringIn(block, "thinking"));
      readSignature(draft, block, key);
      return false;
    case "redacted_thinking":
      redactReasoning(draft, { key, field: "thinking" }, stringIn(block, "data"));
      return false;
    case "tool_use":
      writeCall(draft, key, { id: stringIn(block, "id"), name: stringIn(block, "name"), argumentsText: null });
      return false;
    default:
      if (isReasoningPart(block) && writeOddReasoning(draft, block, key)) return false;
      keepBlock(draft, block, key);
      return true;
  }
}

/** Keeps a block of another kind as it is: what a server tool did, above all. */
function keepBlock(draft: Draft, block: JsonObject, key: string): void {
  const type = stringIn(block, "type");
  noteBlock(draft, `content[${key.replace(/^block /, "")}]`, type ?? "without a type");
  endHeld(draft, key);
  holdBlock(draft, key, block);
}

/** Notes the start of a kept block whose kind the API has not: in a stream, a damaged name looks so. */
export function noteUnknownKind(draft: Draft, block: JsonObject): void {
  const type = stringIn(block, "type");
  if (type === null || !keptTypes.test(type)) note(draft, "unknown-event", `a block of type ${String(type)}`);
}

/** The kinds of blocks that the API has beside those that are read (@anthropic-ai/sdk 1.14.0: BetaContentBlock), and media. */
const keptTypes =
  /^(?:server_tool_use|mcp_tool_use|mcp_tool_listing|\w+_tool_result|container_upload|compaction|fallback|image|document)$/;

/** Reads a delta of a block. */
export function readDelta(draft: Draft, delta: JsonObject, key: string): void {
  if (growHeld(draft, key, delta)) return;
  const type = stringIn(delta, "type");
  const text = stringIn(delta, "text");
  const thinking = stringIn(delta, "thinking");
  const json = stringIn(delta, "partial_json");
  if (type === "text_delta" && text !== null) writeText(draft, key, text);
  else if (type === "thinking_delta" && thinking !== null) {
    if (draft.state.signed.has(key)) noteUnfinished(draft, key);
    writeReasoning(draft, { key, field: "thinking" }, thinking);
  } else if (type === "signature_delta") readSignature(draft, delta, key);
  else if (type === "input_json_delta" && json !== null) writeArguments(draft, key, json);
  else if (type === "citations_delta") noteCitations(draft);
  else note(draft, "unknown-event", `a content delta of type ${String(type)}`);
}

/** The key of the block that an event is about. */
export function blockKey(record: JsonObject): string {
  return `block ${numberIn(record, "index") ?? "without an index"}`;
}

/** Writes reasoning in a block of another API's type; false: it holds none that can be read. */
function writeOddReasoning(draft: Draft, block: JsonObject, key: string): boolean {
  const pieces = readReasoning(block);
  for (const { text, signature, redacted } of pieces) {
    const place = { key, field: stringIn(block, "type") ?? "reasoning" };
    if (text !== null) writeReasoning(draft, place, text);
    if (signature !== null) signReasoning(draft, key, signature);
    if (redacted !== null) redactReasoning(draft, place, redacted);
  }
  return pieces.length > 0;
}

/** Skips the `signature: ""` of a starting block, which is a placeholder too. */
function readSignature(draft: Draft, holder: JsonObject, key: string): void {
  const signature = stringIn(holder, "signature");
  if (signature === null || signature === "") return;
  if (draft.state.signed.has(key)) noteUnfinished(draft, key);
  update(draft, { signed: new Set(draft.state.signed).add(key) });
  signReasoning(draft, key, signature);
}

/** The signature ends its block, and comes once (recordings of 2025 and 2026). */
function noteUnfinished(draft: Draft, key: string): void {
  note(draft, "signature-not-last", `${key} goes on after its signature`);
}

function noteCitations(draft: Draft): void {
  note(draft, "citations", "citations came with the text; only the text is kept");
}
