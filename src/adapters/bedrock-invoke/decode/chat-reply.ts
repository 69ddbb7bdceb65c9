import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { EnvelopeTags } from "../../draft/envelope.js";
import { finishIn } from "../../draft/finish-word.js";
import { arrayIn, countIn, numberIn, objectIn, objectsIn, stringIn } from "../../draft/read-json.js";
import {
  addInfo,
  type Draft,
  failWith,
  finishWith,
  type InnerError,
  note,
  noteBlock,
  noteUnread,
  noteUsageForm,
  update,
} from "../../draft/stream-state.js";
import { withBodyUsage } from "../../draft/usage-counts.js";
import {
  closeEnveloped,
  redactReasoning,
  signReasoning,
  writeCall,
  writeEnveloped,
  writeOther,
  writeReasoning,
  writeRefusal,
  writeText,
} from "../../draft/write-parts.js";
import { withLogprobs } from "../../logprobs.js";
import { withOtherChoice } from "../../other-choices.js";
import { isReasoningPart, mayHoldReasoning, reasoningAt } from "../../reasoning-places.js";
import { type ReadReasoning, readReasoning } from "../../reasoning-value.js";
import { addTokens, tokensIn } from "../../token-logprobs.js";
import { noMessage } from "../wire.js";

/**
 * Reads one whole `chat.completion` or one `chat.completion.chunk`: both have the same members, and Mistral on Bedrock
 * has `message` in both. Terminal record: the one whose first choice has a `finish_reason` (Mistral: `stop_reason`).
 */
export function readChat(draft: Draft, body: JsonObject, envelope: EnvelopeTags | null): void {
  if (readError(draft, body)) return;
  const choices = objectsIn(body, "choices");
  addInfo(draft, { id: stringIn(body, "id"), model: stringIn(body, "model") });
  if (choices === null) {
    readUsage(draft, body, true);
    return;
  }
  update(draft, { recognised: true });
  for (const choice of choices) {
    const index = numberIn(choice, "index");
    if (index === null || index === 0) readChoice(draft, choice, envelope);
    else update(draft, { otherChoices: withOtherChoice(draft.state.otherChoices, choice) });
  }
  readUsage(draft, body, choices.length === 0 || draft.state.terminal);
}

function readChoice(draft: Draft, choice: JsonObject, envelope: EnvelopeTags | null): void {
  const from = draft.events.length;
  const logprobs = withLogprobs(draft.state.logprobs, choice);
  const message = objectIn(choice, "delta") ?? objectIn(choice, "message");
  if (message !== null) readMessage(draft, message, { envelope, delta: objectIn(choice, "delta") !== null });
  // A completion of an imported model has its text in the choice itself.
  const text = stringIn(choice, "text");
  if (message === null && text !== null) writeText(draft, "text", text);
  if (logprobs !== draft.state.logprobs) {
    update(draft, { logprobs });
    addTokens(draft.events, tokensIn(choice), { from, open: null });
  }
  readErrorBeside(draft, choice["error"] ?? message?.["error"] ?? null);
  const finish = finishIn(choice, "finish_reason") ?? finishIn(choice, "stop_reason");
  if (finish === null) return;
  if (envelope !== null) closeEnveloped(draft, envelope);
  finishWith(draft, finish);
  update(draft, { terminal: true });
}

function readMessage(
  draft: Draft,
  message: JsonObject,
  how: { readonly envelope: EnvelopeTags | null; readonly delta: boolean },
): void {
  for (const field of ["reasoning_content", "reasoning"]) {
    const reasoning = stringIn(message, field);
    // The first delta has the role and empty members: that is not content yet.
    if (reasoning !== null && !(how.delta && reasoning === "")) writeReasoning(draft, { key: field, field }, reasoning);
  }
  readUnusual(draft, message, how.delta ? "choices[0].delta" : "choices[0].message");
  const content = readContent(draft, message["content"], how.delta ? "choices[0].delta" : "choices[0].message");
  const announcement = how.delta && content === "" && stringIn(message, "role") !== null;
  if (content !== null && !announcement) {
    if (how.envelope === null) writeText(draft, "text", content);
    else writeEnveloped(draft, how.envelope, content);
  }
  const refusal = stringIn(message, "refusal");
  if (refusal !== null && refusal !== "") writeRefusal(draft, refusal);
  readCalls(draft, message);
}

/** The text of content: a string, or the text parts of a list. Any other part of a list is kept whole. */
function readContent(draft: Draft, content: JsonValue | undefined, path: string): string | null {
  if (typeof content === "string") return content;
  const parts = objectsIn({ content: content ?? null }, "content");
  if (parts === null) return null;
  const texts: string[] = [];
  for (const [index, part] of parts.entries()) {
    const text = stringIn(part, "text");
    const type = stringIn(part, "type");
    const reasoning = isReasoningPart(part) ? readReasoning(part) : [];
    if (reasoning.length > 0) writePieces(draft, { key: "reasoning", field: type }, reasoning);
    else if (text !== null && !isReasoningPart(part)) texts.push(text);
    else {
      noteBlock(draft, `${path}.content[${index}]`, type ?? Object.keys(part).slice(0, 3).join(", "));
      writeOther(draft, part);
    }
  }
  return texts.join("");
}

/** The members of a message that are read, and those that hold no part of it. */
const known: ReadonlySet<string> = new Set([
  "role",
  "content",
  "refusal",
  "tool_calls",
  "annotations",
  "index",
  "error",
]);

/** Reads reasoning in another member than usual, or in another form than text; a member that holds none is noted. */
function readUnusual(draft: Draft, message: JsonObject, path: string): void {
  let hasReasoning = ["reasoning_content", "reasoning"].some((name) => (stringIn(message, name) ?? "") !== "");
  for (const name of Object.keys(message)) {
    const value = message[name];
    const isUsual = typeof value === "string" && (name === "reasoning" || name === "reasoning_content");
    if (isUsual || known.has(name) || value === undefined || value === null || isEmptyList(value)) continue;
    const pieces = mayHoldReasoning(name) ? reasoningAt(message, name) : [];
    if (pieces.length === 0) noteUnread(draft, `${path}.${name}`);
    // Services repeat the same reasoning under several names: the first one is read.
    else if (!hasReasoning) writePieces(draft, { key: name, field: name }, pieces);
    hasReasoning ||= pieces.length > 0;
  }
}

function isEmptyList(value: JsonValue): boolean {
  return Array.isArray(value) && value.length === 0;
}

function writePieces(
  draft: Draft,
  { key, field }: { readonly key: string; readonly field: string | null },
  pieces: readonly ReadReasoning[],
): void {
  for (const { text, signature, redacted } of pieces) {
    const place = { key, field: field ?? "reasoningContent" };
    if (text !== null) writeReasoning(draft, place, text);
    if (redacted !== null) redactReasoning(draft, place, redacted);
    if (signature !== null) signReasoning(draft, key, signature);
  }
}

function readCalls(draft: Draft, message: JsonObject): void {
  const calls = objectsIn(message, "tool_calls");
  if (calls === null) return;
  for (const [position, call] of calls.entries()) {
    const callee = objectIn(call, "function") ?? {};
    const key = `call ${indexOf(draft, call["index"]) ?? position}`;
    writeCall(draft, key, {
      id: stringIn(call, "id"),
      name: stringIn(callee, "name"),
      argumentsText: argumentsOf(callee["arguments"]),
    });
  }
}

function indexOf(draft: Draft, index: JsonValue | undefined): number | null {
  if (typeof index === "number") return index;
  if (typeof index !== "string" || !/^\d{1,6}$/.test(index)) return null;
  note(draft, "index-not-number", `a tool call came with its index as text: ${JSON.stringify(index)}`);
  return Number(index);
}

function argumentsOf(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Some engines send the counts so far in every chunk, so the output count is read only once the reply has ended. */
function readUsage(draft: Draft, body: JsonObject, final: boolean): void {
  const usage = objectIn(body, "usage");
  if (usage === null) return;
  const cached = numberIn(objectIn(usage, "prompt_tokens_details") ?? {}, "cached_tokens");
  const prompt = countIn(usage, "prompt_tokens") ?? countIn(usage, "input_tokens");
  noteUsageForm(draft, usage, usage["prompt_tokens"] === undefined ? ["input_tokens", "output_tokens"] : []);
  const counts = {
    fresh: prompt === null || cached === null ? prompt : prompt - cached,
    cacheRead: cached,
    ...(final
      ? {
          output: countIn(usage, "completion_tokens") ?? countIn(usage, "output_tokens"),
          total: countIn(usage, "total_tokens"),
          reasoning: numberIn(objectIn(usage, "completion_tokens_details") ?? {}, "reasoning_tokens"),
        }
      : {}),
  };
  update(draft, { usage: withBodyUsage(draft.state.usage, counts, usage) });
}

/** Reads an `error` member in place of choices; true when there is one. */
function readError(draft: Draft, body: JsonObject): boolean {
  const error = objectIn(body, "error");
  if (error === null || arrayIn(body, "choices") !== null) return false;
  failWith(draft, innerError(error));
  return true;
}

/** Reads an error that is written on a choice or its message, beside what was generated before it. */
function readErrorBeside(draft: Draft, error: JsonValue): void {
  if (typeof error === "string" && error !== "") failWith(draft, { type: "error", message: error });
  else if (isJsonObject(error) && Object.keys(error).length > 0) failWith(draft, innerError(error));
}

function innerError(error: JsonObject): InnerError {
  const code = error["code"];
  const type = typeof code === "number" ? String(code) : (stringIn(error, "type") ?? stringIn(error, "code"));
  return { type: type ?? "error", message: stringIn(error, "message") ?? noMessage };
}
