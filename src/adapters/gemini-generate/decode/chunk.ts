import { finishOf } from "../../../chat/finish-of.js";
import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import { begin, noteEach } from "../../draft-notes.js";
import { otherChoicesNote, withOtherChoice } from "../../other-choices.js";
import { addFinish, addInfo, addUsage } from "../../read-only/reply-state.js";
import { blockReasons, enumWord, finishReasons, memberOf, numberAt, objectAt, objectsAt, textAt } from "../wire.js";
import { endCall } from "./calls.js";
import { readPart } from "./parts.js";
import type { GeminiDraft } from "./state.js";
import { decodeUsage } from "./usage.js";

/** Reads a reply, or one chunk of it: both have the same form. */
export function readChunk(draft: GeminiDraft, chunk: JsonObject): void {
  begin(draft);
  addInfo(draft, { id: textAt(chunk, "responseId"), model: textAt(chunk, "modelVersion") });
  noteUnread(draft, chunk, { known: chunkMembers, path: "" });
  for (const candidate of objectsAt(chunk, "candidates")) readCandidate(draft, candidate);
  readBlock(draft, objectAt(chunk, "promptFeedback"));
  const usage = objectAt(chunk, "usageMetadata");
  const counts = usage === null ? null : decodeUsage(usage);
  if (counts !== null) addUsage(draft, counts);
}

function readCandidate(draft: GeminiDraft, candidate: JsonObject): void {
  const index = numberAt(candidate, "index") ?? 0;
  const content = objectAt(candidate, "content");
  const parts = content === null ? [] : objectsAt(content, "parts");
  const word = enumWord(memberOf(candidate, "finishReason"), finishReasons);
  if (index !== 0) {
    const text = parts.map((part) => textAt(part, "text") ?? "").join("");
    const seen = { index, text, ...(word === null ? {} : { finish_reason: word }) };
    draft.own = { ...draft.own, others: withOtherChoice(draft.own.others, seen) };
    return;
  }
  noteUnread(draft, candidate, { known: candidateMembers, path: "candidates[0]." });
  // With code execution the reply goes on after a finish, and ends with another (recordings of 2026).
  if (parts.length > 0) draft.terminal = false;
  for (const part of parts) readPart(draft, part);
  const finish = word === null ? null : finishOf({ raw: word });
  if (finish === null) return;
  draft.terminal = true;
  addFinish(draft, finish);
}

/** A prompt that is refused has no candidate: the reason is the finish. */
function readBlock(draft: GeminiDraft, feedback: JsonObject | null): void {
  const reason = feedback === null ? null : enumWord(memberOf(feedback, "blockReason"), blockReasons);
  if (reason === null || draft.terminal) return;
  draft.terminal = true;
  addFinish(draft, { kind: "content-filter", raw: reason, nativeRaw: null, stopSequence: null });
}

/** Emits what was held back before the reply ends. */
export function closeReply(draft: GeminiDraft): void {
  endCall(draft);
  const others = otherChoicesNote(draft.own.others);
  if (others !== null) noteEach(draft, "choices-ignored", others);
}

/** True for an object that is a reply or a chunk of one. */
export function isChunk(body: JsonObject): boolean {
  if (memberOf(body, "error") !== undefined) return false;
  return (
    Array.isArray(body["candidates"]) ||
    ["promptFeedback", "usageMetadata"].some((name) => isJsonObject(memberOf(body, name)))
  );
}

function noteUnread(
  draft: GeminiDraft,
  holder: JsonObject,
  { known, path }: { readonly known: ReadonlySet<string>; readonly path: string },
): void {
  for (const name of Object.keys(holder)) {
    if (!known.has(name)) noteEach(draft, "unknown-field", `the reply has a member that is not read: ${path}${name}`);
  }
}

/** GenerateContentResponse of the Gemini API and of Vertex, as recorded up to 2026-08. */
const chunkMembers: ReadonlySet<string> = new Set([
  ...["candidates", "promptFeedback", "usageMetadata", "modelVersion", "responseId", "createTime", "modelStatus"],
]);

/** Candidate, as @google/genai has it. Metadata of grounding, citations and safety describe the text. */
const candidateMembers: ReadonlySet<string> = new Set([
  ...["content", "finishReason", "finishMessage", "index", "safetyRatings", "citationMetadata", "tokenCount"],
  ...["groundingAttributions", "groundingMetadata", "avgLogprobs", "logprobsResult", "urlContextMetadata", "score"],
]);
