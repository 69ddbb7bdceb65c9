import type { JsonObject } from "../../../../chat/json.js";
import { finishIn } from "../../../draft/finish-word.js";
import { countIn, documentText, numberIn, objectIn, objectsIn, stringIn } from "../../../draft/read-json.js";
import { type Draft, finishWith, note, noteBlock, noteUsageForm, update } from "../../../draft/stream-state.js";
import { withBodyUsage } from "../../../draft/usage-counts.js";
import {
  endPart,
  redactReasoning,
  signReasoning,
  writeArguments,
  writeCall,
  writeOther,
  writeReasoning,
  writeText,
} from "../../../draft/write-parts.js";

/** Reads a whole reply: `{output: {message: {content}}, stopReason, usage}`. */
export function readReply(draft: Draft, body: JsonObject): void {
  const message = objectIn(objectIn(body, "output") ?? {}, "message");
  if (message === null) return;
  update(draft, { recognised: true });
  for (const [index, block] of (objectsIn(message, "content") ?? []).entries()) readBlock(draft, block, index);
  countUsage(draft, body);
  readStop(draft, body);
}

/** Reads one record: a stream event under its own name. */
export function readRecord(draft: Draft, record: JsonObject): void {
  const start = objectIn(record, "contentBlockStart");
  const delta = objectIn(record, "contentBlockDelta");
  const stop = objectIn(record, "contentBlockStop");
  const messageStop = objectIn(record, "messageStop");
  const metadata = objectIn(record, "metadata");
  if (start !== null) startBlock(draft, start);
  else if (delta !== null) readDelta(draft, delta);
  else if (stop !== null) endPart(draft, callKey(numberIn(stop, "contentBlockIndex")));
  else if (messageStop !== null) {
    readStop(draft, messageStop);
    update(draft, { terminal: true });
  } else if (metadata !== null) countUsage(draft, metadata);
  else if (objectIn(record, "messageStart") === null) {
    const names = Object.keys(record).filter((name) => !name.startsWith("amazon-bedrock-"));
    if (names.length > 0) note(draft, "unknown-event", `a record with ${names.join(", ")}`);
    return;
  }
  update(draft, { recognised: true });
}

function startBlock(draft: Draft, event: JsonObject): void {
  const index = numberIn(event, "contentBlockIndex");
  const start = objectIn(event, "start") ?? {};
  const toolUse = objectIn(start, "toolUse");
  if (toolUse !== null) {
    writeCall(draft, callKey(index), {
      id: stringIn(toolUse, "toolUseId"),
      name: stringIn(toolUse, "name"),
      argumentsText: null,
    });
  }
}

function readDelta(draft: Draft, event: JsonObject): void {
  const index = numberIn(event, "contentBlockIndex");
  const delta = objectIn(event, "delta") ?? {};
  const text = stringIn(delta, "text");
  const toolUse = objectIn(delta, "toolUse");
  const reasoning = objectIn(delta, "reasoningContent");
  if (text !== null) writeText(draft, textKey(draft), text);
  else if (toolUse !== null) readInput(draft, toolUse, index);
  else if (reasoning !== null) readReasoning(draft, reasoning);
  else note(draft, "unknown-event", `a content delta with ${Object.keys(delta).join(", ")}`);
}

function readInput(draft: Draft, toolUse: JsonObject, index: number | null): void {
  const input = toolUse["input"];
  if (input === undefined || input === null) return;
  writeArguments(draft, callKey(index), typeof input === "string" ? input : JSON.stringify(input));
}

/** Reads a block of a whole reply. */
function readBlock(draft: Draft, block: JsonObject, index: number): void {
  const text = stringIn(block, "text");
  const toolUse = objectIn(block, "toolUse");
  const reasoning = objectIn(block, "reasoningContent");
  if (text !== null) writeText(draft, textKey(draft), text);
  else if (toolUse !== null) {
    writeCall(draft, callKey(index), {
      id: stringIn(toolUse, "toolUseId"),
      name: stringIn(toolUse, "name"),
      argumentsText: documentText(toolUse["input"]),
    });
  } else if (reasoning !== null) readReasoning(draft, reasoning);
  else {
    noteBlock(draft, `output.message.content[${index}]`, Object.keys(block).join(", "));
    writeOther(draft, block);
  }
}

function readReasoning(draft: Draft, reasoning: JsonObject): void {
  const whole = objectIn(reasoning, "reasoningText") ?? reasoning;
  const key = reasoningKey(draft);
  const text = stringIn(whole, "text");
  const signature = stringIn(whole, "signature");
  const redacted = stringIn(reasoning, "redactedContent");
  if (text !== null) writeReasoning(draft, { key, field: "reasoningContent" }, text);
  if (signature !== null) signReasoning(draft, key, signature);
  if (redacted !== null) redactReasoning(draft, { key, field: "reasoningContent" }, redacted);
}

function readStop(draft: Draft, holder: JsonObject): void {
  const finish = finishIn(holder, "stopReason");
  if (finish !== null) finishWith(draft, finish);
}

/** Streams have `cacheReadInputTokenCount`, Converse has `cacheReadInputTokens`; both are read. */
function countUsage(draft: Draft, holder: JsonObject): void {
  const usage = objectIn(holder, "usage");
  if (usage === null) return;
  noteUsageForm(draft, usage);
  const counts = {
    fresh: countIn(usage, "inputTokens"),
    output: countIn(usage, "outputTokens"),
    total: countIn(usage, "totalTokens"),
    cacheRead: numberIn(usage, "cacheReadInputTokenCount") ?? numberIn(usage, "cacheReadInputTokens"),
    cacheWrite: numberIn(usage, "cacheWriteInputTokenCount") ?? numberIn(usage, "cacheWriteInputTokens"),
  };
  update(draft, { usage: withBodyUsage(draft.state.usage, counts, usage) });
}

/** Text continues the last part if that is text; after any other part it starts a new one. */
function textKey(draft: Draft): string {
  return runKey(draft, "text");
}

function reasoningKey(draft: Draft): string {
  return runKey(draft, "reasoning");
}

function runKey(draft: Draft, kind: "text" | "reasoning"): string {
  const last = [...draft.state.blocks].at(-1);
  return last !== undefined && last[1].kind === kind ? last[0] : `${kind} ${draft.state.parts}`;
}

function callKey(index: number | null): string {
  return `block ${index ?? "without an index"}`;
}
