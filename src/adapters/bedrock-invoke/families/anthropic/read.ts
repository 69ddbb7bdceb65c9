import type { JsonObject } from "../../../../chat/json.js";
import { isReasoningPart } from "../../../reasoning-places.js";
import { readReasoning } from "../../../reasoning-value.js";
import { finishIn } from "../../decode/finish-word.js";
import { countIn, documentText, numberIn, objectIn, objectsIn, stringIn } from "../../decode/read-json.js";
import {
  addInfo,
  type Draft,
  failWith,
  finishWith,
  note,
  noteBlock,
  noteUnread,
  noteUsageForm,
  update,
} from "../../decode/stream-state.js";
import { type Counts, withBodyUsage } from "../../decode/usage-counts.js";
import {
  endPart,
  redactReasoning,
  signReasoning,
  writeArguments,
  writeCall,
  writeOther,
  writeReasoning,
  writeText,
} from "../../decode/write-parts.js";
import { noMessage } from "../../wire.js";

/** Reads a whole Messages reply, or the `completion` of Claude 2. */
export function readReply(draft: Draft, body: JsonObject): void {
  if (stringIn(body, "type") === "error") {
    readError(draft, body);
    return;
  }
  addInfo(draft, stringIn(body, "id"), stringIn(body, "model"));
  const content = objectsIn(body, "content");
  if (content === null) {
    readCompletion(draft, body);
    return;
  }
  update(draft, { recognised: true });
  for (const name of Object.keys(body)) if (!replyMembers.has(name)) noteUnread(draft, name);
  for (const [index, block] of content.entries()) readBlock(draft, block, String(index));
  countUsage(draft, objectIn(body, "usage"), "whole");
  readStop(draft, body);
}

/** The members of a Messages reply, and those of Bedrock beside them. None of the others is read. */
const replyMembers: ReadonlySet<string> = new Set([
  "id",
  "type",
  "role",
  "model",
  "content",
  "stop_reason",
  "stop_sequence",
  "stop_details",
  "usage",
  "container",
  "context_management",
  "amazon-bedrock-guardrailAction",
  "amazon-bedrock-trace",
  "amazon-bedrock-invocationMetrics",
]);

/**
 * Reads one event of a Messages stream. Terminal record: `message_stop`; the stop reason is in `message_delta` before it.
 * A `completion` record of Claude 2 is terminal when it has a stop reason.
 */
export function readRecord(draft: Draft, record: JsonObject): void {
  const type = stringIn(record, "type");
  switch (type) {
    case "message_start":
      readStart(draft, objectIn(record, "message") ?? {});
      return;
    case "content_block_start":
      startBlock(draft, objectIn(record, "content_block") ?? {}, blockKey(record));
      return;
    case "content_block_delta":
      readDelta(draft, objectIn(record, "delta") ?? {}, blockKey(record));
      return;
    case "content_block_stop":
      endPart(draft, blockKey(record));
      return;
    case "message_delta":
      countUsage(draft, objectIn(record, "usage"), "whole");
      readStop(draft, objectIn(record, "delta") ?? {});
      return;
    case "message_stop":
      update(draft, { terminal: true, recognised: true });
      return;
    case "error":
      readError(draft, record);
      return;
    case "ping":
      return;
    case null:
    case "completion":
      readCompletion(draft, record);
      return;
    default:
      note(draft, "unknown-event", `a record of type ${type}`);
  }
}

function readStart(draft: Draft, message: JsonObject): void {
  update(draft, { recognised: true });
  addInfo(draft, stringIn(message, "id"), stringIn(message, "model"));
  countUsage(draft, objectIn(message, "usage"), "prompt");
  for (const [index, block] of (objectsIn(message, "content") ?? []).entries()) readBlock(draft, block, String(index));
}

/** Reads a whole block. */
function readBlock(draft: Draft, block: JsonObject, key: string): void {
  if (stringIn(block, "type") !== "tool_use") {
    startBlock(draft, block, key);
    return;
  }
  const argumentsText = documentText(block["input"]);
  writeCall(draft, key, { id: stringIn(block, "id"), name: stringIn(block, "name"), argumentsText });
}

/** Reads the start of a block in a stream; the `input: {}` of a starting call is a placeholder, not arguments. */
function startBlock(draft: Draft, block: JsonObject, key: string): void {
  switch (stringIn(block, "type")) {
    case "text":
      writeText(draft, key, stringIn(block, "text"));
      return;
    case "thinking":
      writeReasoning(draft, { key, field: "thinking" }, stringIn(block, "thinking"));
      readSignature(draft, block, key);
      return;
    case "redacted_thinking":
      redactReasoning(draft, { key, field: "thinking" }, stringIn(block, "data"));
      return;
    case "tool_use":
      writeCall(draft, key, { id: stringIn(block, "id"), name: stringIn(block, "name"), argumentsText: null });
      return;
    default:
      if (isReasoningPart(block) && writeOddReasoning(draft, block, key)) return;
      noteBlock(draft, `content[${key.replace(/^block /, "")}]`, stringIn(block, "type") ?? "without a type");
      writeOther(draft, block);
  }
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

function readDelta(draft: Draft, delta: JsonObject, key: string): void {
  const type = stringIn(delta, "type");
  const text = stringIn(delta, "text");
  const thinking = stringIn(delta, "thinking");
  const json = stringIn(delta, "partial_json");
  if (type === "text_delta" && text !== null) writeText(draft, key, text);
  else if (type === "thinking_delta" && thinking !== null) writeReasoning(draft, { key, field: "thinking" }, thinking);
  else if (type === "signature_delta") readSignature(draft, delta, key);
  else if (type === "input_json_delta" && json !== null) writeArguments(draft, key, json);
  else note(draft, "unknown-event", `a content delta of type ${String(type)}`);
}

/** Skips the `signature: ""` of a starting block, which is a placeholder too. */
function readSignature(draft: Draft, holder: JsonObject, key: string): void {
  const signature = stringIn(holder, "signature");
  if (signature !== null && signature !== "") signReasoning(draft, key, signature);
}

function readStop(draft: Draft, holder: JsonObject): void {
  const finish = finishIn(holder, "stop_reason", stringIn(holder, "stop_sequence"));
  if (finish !== null) finishWith(draft, finish);
}

function readCompletion(draft: Draft, body: JsonObject): void {
  const completion = stringIn(body, "completion");
  const finish = finishIn(body, "stop_reason", stringIn(body, "stop"));
  if (completion === null && finish === null) return;
  update(draft, { recognised: true });
  if (completion !== null) writeText(draft, "text", completion);
  countUsage(draft, objectIn(body, "usage"), "whole");
  if (finish === null) return;
  finishWith(draft, finish);
  update(draft, { terminal: true });
}

/** `prompt`: the output count of `message_start` is only a starting value, not the reply's count. */
function countUsage(draft: Draft, usage: JsonObject | null, of: "whole" | "prompt"): void {
  if (usage === null) return;
  const { output_tokens: _sofar, ...promptSide } = usage;
  const counts: Partial<Counts> = {
    fresh: countIn(usage, "input_tokens"),
    cacheRead: countIn(usage, "cache_read_input_tokens"),
    cacheWrite: countIn(usage, "cache_creation_input_tokens"),
    output: of === "whole" ? countIn(usage, "output_tokens") : null,
  };
  noteUsageForm(draft, usage);
  update(draft, { usage: withBodyUsage(draft.state.usage, counts, of === "whole" ? usage : promptSide) });
}

function readError(draft: Draft, record: JsonObject): void {
  const error = objectIn(record, "error") ?? {};
  failWith(draft, { type: stringIn(error, "type") ?? "error", message: stringIn(error, "message") ?? noMessage });
}

function blockKey(record: JsonObject): string {
  return `block ${numberIn(record, "index") ?? "without an index"}`;
}
