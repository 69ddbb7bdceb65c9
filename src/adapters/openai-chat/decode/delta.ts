import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { has, listAt, textAt } from "../wire.js";
import { decodeToolCalls } from "./calls.js";
import { joinDetails } from "./reasoning-details.js";
import { closePart, type Draft, newPart, noteOnce } from "./stream-state.js";

/** Reads one delta, or the message of a whole completion: reasoning first, tool calls last. */
export function decodeDelta(draft: Draft, delta: JsonObject): void {
  if (draft.finish !== null && hasContent(delta)) {
    noteOnce(draft, "event-after-finish", "content came after finish_reason");
  }
  decodeReasoning(draft, delta);
  decodeContent(draft, delta["content"]);
  const refusal = textAt(delta, "refusal");
  if (refusal !== null && refusal !== "") addText(draft, "refusal", refusal);
  decodeAttachments(draft, delta);
  const calls = listAt(delta, "tool_calls");
  if (calls !== null) decodeToolCalls(draft, calls);
  if (isJsonObject(delta["function_call"])) decodeFunctionCall(draft, delta["function_call"]);
  for (const name of Object.keys(delta)) {
    if (!knownMembers.has(name) && has(delta, name) && listAt(delta, name)?.length !== 0) {
      noteOnce(draft, "unknown-field", `the reply has a member that is not read: ${name}`);
    }
  }
}

/** Ends all open parts, and emits what is only known now: details, blank content, a function call. */
export function closeParts(draft: Draft): void {
  emitDetails(draft);
  closePart(draft);
  if (draft.blankContent && !draft.hasText) emitBlankText(draft);
  if (draft.functionCall !== null) emitFunctionCall(draft, draft.functionCall);
  for (const part of draft.stillOpen) draft.events.push({ kind: "part-end", part });
  draft.stillOpen = [];
}

const reasoningFields = ["reasoning", "reasoning_content"] as const;

const reasoningMembers = [...reasoningFields, "reasoning_details"] as const;

/** Members beside the text: OpenAI `audio` and `annotations`, OpenRouter `images` (recordings of 2025). */
const attachmentMembers = ["audio", "images", "annotations"] as const;

const knownMembers: ReadonlySet<string> = new Set([
  ...reasoningMembers,
  "role",
  "content",
  "refusal",
  "tool_calls",
  "function_call",
  ...attachmentMembers,
]);

function hasContent(delta: JsonObject): boolean {
  return ["content", "refusal", "tool_calls", "function_call", ...attachmentMembers, ...reasoningFields].some(
    (name) => has(delta, name) && delta[name] !== "" && listAt(delta, name)?.length !== 0,
  );
}

function decodeReasoning(draft: Draft, delta: JsonObject): void {
  if (!hasReasoning(delta)) return;
  const texts = reasoningFields.flatMap((field) => {
    const text = textAt(delta, field);
    return text === null ? [] : [{ field, text }];
  });
  const first = texts.find(({ text }) => text !== "") ?? texts[0];
  if (first !== undefined) addReasoning(draft, first.text, first.field);
  if (texts.length > 1 && texts[0]?.text !== texts[1]?.text) {
    noteOnce(draft, "reasoning-twice", "reasoning and reasoning_content came together and differ; the first is read");
  }
  const details = listAt(delta, "reasoning_details");
  if (details !== null) draft.details = joinDetails(draft.details ?? [], details);
}

function hasReasoning(delta: JsonObject): boolean {
  for (const name of reasoningMembers) if (delta[name] !== undefined) return true;
  return false;
}

/** A blank delta opens no part: gateways send one with every chunk of text. */
function addReasoning(draft: Draft, text: string, field: string): void {
  if (text === "") return;
  const part = draft.open?.kind === "reasoning" ? draft.open.part : startReasoning(draft, field);
  draft.events.push({ kind: "reasoning-delta", part, text });
}

function startReasoning(draft: Draft, field: string): number {
  closePart(draft);
  const part = newPart(draft);
  draft.open = { kind: "reasoning", part };
  draft.reasoningPart ??= part;
  draft.events.push({ kind: "reasoning-start", part, field });
  return part;
}

function decodeContent(draft: Draft, content: JsonValue | undefined): void {
  if (content === undefined || content === null) return;
  if (content === "") draft.blankContent = true;
  else if (typeof content === "string") addText(draft, "text", content);
  else if (Array.isArray(content)) for (const part of content) decodeContentPart(draft, part);
  else keepOther(draft, { content });
}

/** Reads a part of list content as Mistral sends it: a text, or `thinking` with a list of texts in it. */
function decodeContentPart(draft: Draft, part: JsonValue): void {
  if (!isJsonObject(part)) keepOther(draft, part);
  else if (part["type"] === "text" && typeof part["text"] === "string") decodeContent(draft, part["text"]);
  else if (part["type"] === "thinking") addReasoning(draft, thinkingText(part), "thinking");
  else keepOther(draft, part);
}

function thinkingText(part: JsonObject): string {
  if (typeof part["thinking"] === "string") return part["thinking"];
  const pieces = listAt(part, "thinking") ?? [];
  return pieces.map((piece) => (isJsonObject(piece) ? textAt(piece, "text") : null)).join("");
}

function addText(draft: Draft, kind: "text" | "refusal", text: string): void {
  if (draft.open?.kind !== kind) {
    closePart(draft);
    const part = newPart(draft);
    draft.open = { kind, part };
    draft.events.push({ kind: `${kind}-start`, part });
  }
  if (kind === "text") draft.hasText = true;
  draft.events.push({ kind: `${kind}-delta`, part: draft.open.part, text });
}

function keepOther(draft: Draft, raw: JsonValue): void {
  noteOnce(draft, "unknown-content", "content of a kind that is not read, kept as it came");
  closePart(draft);
  const part = newPart(draft);
  draft.events.push({ kind: "other-part", part, raw }, { kind: "part-end", part });
}

/** The chat vocabulary does not have these members. Each is kept whole, so that an audio reply is not an empty one. */
function decodeAttachments(draft: Draft, delta: JsonObject): void {
  for (const name of attachmentMembers) {
    const value = delta[name];
    const isFilled = Array.isArray(value) ? value.length > 0 : isJsonObject(value);
    if (isFilled && value !== undefined) keepOther(draft, { [name]: value });
  }
}

function decodeFunctionCall(draft: Draft, call: JsonObject): void {
  const before = draft.functionCall;
  const piece = textAt(call, "arguments");
  const known = before?.argumentsText ?? null;
  const argumentsText = known === null ? piece : known + (piece === null ? "" : piece);
  draft.functionCall = { name: before?.name ?? textAt(call, "name"), argumentsText };
}

function emitFunctionCall(
  draft: Draft,
  call: { readonly name: string | null; readonly argumentsText: string | null },
): void {
  noteOnce(draft, "function-call", "the legacy function_call came, which is not a tool call; kept as it came");
  const part = newPart(draft);
  const raw = { function_call: { name: call.name, arguments: call.argumentsText } };
  draft.events.push({ kind: "other-part", part, raw }, { kind: "part-end", part });
  draft.functionCall = null;
}

/** A list of details is kept even when it is empty, and even without reasoning text. */
function emitDetails(draft: Draft): void {
  if (draft.details === null) return;
  const part = draft.reasoningPart ?? startReasoning(draft, "reasoning_details");
  draft.events.push({ kind: "reasoning-details", part, details: draft.details });
  draft.details = null;
}

/** Content that was sent but stayed empty becomes a blank text part, because it was in the reply. */
function emitBlankText(draft: Draft): void {
  const part = newPart(draft);
  draft.hasText = true;
  draft.events.push({ kind: "text-start", part }, { kind: "text-delta", part, text: "" }, { kind: "part-end", part });
}
