import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { has, listAt, textAt } from "../wire.js";
import { decodeToolCalls } from "./calls.js";
import { joinDetails } from "./reasoning-details.js";
import { closePart, type Draft, newPart, noteOnce } from "./stream-state.js";

/** Reads what one delta (or the message of a whole completion) carries, reasoning first, tool calls last. */
export function decodeDelta(draft: Draft, delta: JsonObject): void {
  if (draft.finish !== null && hasContent(delta)) {
    noteOnce(draft, "event-after-finish", "content came after finish_reason");
  }
  decodeReasoning(draft, delta);
  decodeContent(draft, delta["content"]);
  const refusal = textAt(delta, "refusal");
  if (refusal !== null && refusal !== "") addText(draft, "refusal", refusal);
  decodeBeside(draft, delta);
  const calls = listAt(delta, "tool_calls");
  if (calls !== null) decodeToolCalls(draft, calls);
  if (isJsonObject(delta["function_call"])) decodeFunctionCall(draft, delta["function_call"]);
  for (const name of Object.keys(delta)) {
    if (!knownMembers.has(name) && has(delta, name) && listAt(delta, name)?.length !== 0) {
      noteOnce(draft, "unknown-field", `the reply has a member that is not read: ${name}`);
    }
  }
}

/** Ends all parts that are open, and tells what could only be told now: details, a blank content, a function call. */
export function closeParts(draft: Draft): void {
  tellDetails(draft);
  closePart(draft);
  if (draft.blankContent && !draft.textSeen) tellBlankText(draft);
  if (draft.functionCall !== null) tellFunctionCall(draft, draft.functionCall);
  for (const part of draft.stillOpen) draft.events.push({ kind: "part-end", part });
  draft.stillOpen = [];
}

const reasoningFields = ["reasoning", "reasoning_content"] as const;

const reasoningMembers = [...reasoningFields, "reasoning_details"] as const;

/** What stands beside the text: OpenAI `audio` and `annotations`, OpenRouter `images` (recordings of 2025). */
const besideMembers = ["audio", "images", "annotations"] as const;

const knownMembers: ReadonlySet<string> = new Set([
  ...reasoningMembers,
  "role",
  "content",
  "refusal",
  "tool_calls",
  "function_call",
  ...besideMembers,
]);

function hasContent(delta: JsonObject): boolean {
  return ["content", "refusal", "tool_calls", "function_call", ...besideMembers, ...reasoningFields].some(
    (name) => has(delta, name) && delta[name] !== "" && listAt(delta, name)?.length !== 0,
  );
}

function decodeReasoning(draft: Draft, delta: JsonObject): void {
  if (!hasReasoning(delta)) return;
  const came = reasoningFields.flatMap((field) => {
    const text = textAt(delta, field);
    return text === null ? [] : [{ field, text }];
  });
  const first = came.find(({ text }) => text !== "") ?? came[0];
  if (first !== undefined) addReasoning(draft, first.text, first.field);
  if (came.length > 1 && came[0]?.text !== came[1]?.text) {
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

/** Content as a list, as Mistral sends it: texts, and `thinking` with a list of texts in it. */
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
  if (kind === "text") draft.textSeen = true;
  draft.events.push({ kind: `${kind}-delta`, part: draft.open.part, text });
}

function keepOther(draft: Draft, raw: JsonValue): void {
  noteOnce(draft, "unknown-content", "content of a kind that is not read, kept as it came");
  closePart(draft);
  const part = newPart(draft);
  draft.events.push({ kind: "other-part", part, raw }, { kind: "part-end", part });
}

/** No chat word stands for these: each is kept whole, so that a spoken answer is not an empty one. */
function decodeBeside(draft: Draft, delta: JsonObject): void {
  for (const name of besideMembers) {
    const value = delta[name];
    const isThere = Array.isArray(value) ? value.length > 0 : isJsonObject(value);
    if (isThere && value !== undefined) keepOther(draft, { [name]: value });
  }
}

function decodeFunctionCall(draft: Draft, call: JsonObject): void {
  const before = draft.functionCall;
  const came = textAt(call, "arguments");
  const known = before?.argumentsText ?? null;
  const argumentsText = known === null ? came : known + (came === null ? "" : came);
  draft.functionCall = { name: before?.name ?? textAt(call, "name"), argumentsText };
}

function tellFunctionCall(
  draft: Draft,
  call: { readonly name: string | null; readonly argumentsText: string | null },
): void {
  noteOnce(draft, "function-call", "the legacy function_call came, which is not a tool call; kept as it came");
  const part = newPart(draft);
  const raw = { function_call: { name: call.name, arguments: call.argumentsText } };
  draft.events.push({ kind: "other-part", part, raw }, { kind: "part-end", part });
  draft.functionCall = null;
}

/** A list of details is kept also when it is empty, and also when no reasoning text came with it. */
function tellDetails(draft: Draft): void {
  if (draft.details === null) return;
  const part = draft.reasoningPart ?? startReasoning(draft, "reasoning_details");
  draft.events.push({ kind: "reasoning-details", part, details: draft.details });
  draft.details = null;
}

/** Content that was sent and stayed empty is a blank text part: it was really there. */
function tellBlankText(draft: Draft): void {
  const part = newPart(draft);
  draft.textSeen = true;
  draft.events.push({ kind: "text-start", part }, { kind: "text-delta", part, text: "" }, { kind: "part-end", part });
}
