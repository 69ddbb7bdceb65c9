import type { JsonObject } from "../../chat/json.js";
import { finishIn } from "../draft/finish-word.js";
import { objectIn, objectsIn, stringIn } from "../draft/read-json.js";
import { changeInfo, type Draft, failWith, finishWith, note, noteUnread, update } from "../draft/stream-state.js";
import { endPart, writeText } from "../draft/write-parts.js";
import { blockKey, noteUnknownKind, readBlock, readDelta, startBlock } from "./blocks.js";
import { countUsage } from "./usage.js";

/** Reads a whole Messages reply, or the `completion` of Claude 2. */
export function readReply(draft: Draft, body: JsonObject): void {
  if (stringIn(body, "type") === "error") {
    readError(draft, body);
    return;
  }
  readInfo(draft, body);
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

/**
 * The members of a Messages reply, of the beta's too (@anthropic-ai/sdk 1.14.0), OpenRouter's `provider`, and those of Bedrock beside
 * them. None of the others is read.
 */
const replyMembers: ReadonlySet<string> = new Set([
  ...["id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "stop_details", "usage"],
  ...["container", "context_management", "diagnostics", "provider"],
  ...["amazon-bedrock-guardrailAction", "amazon-bedrock-trace", "amazon-bedrock-invocationMetrics"],
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
    case "content_block_start": {
      const block = objectIn(record, "content_block") ?? {};
      if (startBlock(draft, block, blockKey(record))) noteUnknownKind(draft, block);
      return;
    }
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

/**
 * A message that goes on from code that the service ran begins with its calls and its stop reason, and message_stop follows at
 * once (recordings of Claude Sonnet 4.5 with code_execution_20250825: vercel/ai, anthropic-programmatic-tool-calling.1.chunks.txt).
 */
function readStart(draft: Draft, message: JsonObject): void {
  update(draft, { recognised: true });
  readInfo(draft, message);
  const content = objectsIn(message, "content") ?? [];
  const isWhole = content.length > 0 && stringIn(message, "stop_reason") !== null;
  countUsage(draft, objectIn(message, "usage"), isWhole ? "whole" : "prompt");
  for (const [index, block] of content.entries()) readBlock(draft, block, String(index));
  if (isWhole) readStop(draft, message);
}

function readInfo(draft: Draft, message: JsonObject): void {
  const [id, model, upstream] = [stringIn(message, "id"), stringIn(message, "model"), stringIn(message, "provider")];
  changeInfo(draft, { id, model, upstream });
}

function readStop(draft: Draft, holder: JsonObject): void {
  const finish = finishIn(holder, "stop_reason", stringIn(holder, "stop_sequence"));
  if (finish !== null) finishWith(draft, finish);
  const details = objectIn(holder, "stop_details");
  if (details !== null) note(draft, "stop-details", `the stop reason comes with ${JSON.stringify(details)}`);
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

/** The message of an error without one is filled in where the error is classified. */
function readError(draft: Draft, record: JsonObject): void {
  const error = objectIn(record, "error") ?? {};
  failWith(draft, { type: stringIn(error, "type") ?? "error", message: stringIn(error, "message") ?? "" });
}
