import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { AssistantPart, MediaSource, Message, UserPart } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import { memberOf, objectAt, objectsAt, textAt } from "../wire.js";

/** Decodes the instruction and the contents. A result of a call is a message of its own, where it stands. */
export function decodeContents(
  instruction: JsonValue | undefined,
  contents: readonly JsonObject[],
  warnings: Warning[],
): readonly Message[] {
  const system = decodeInstruction(instruction);
  return [...system, ...contents.flatMap((content, index) => decodeContent(content, `contents[${index}]`, warnings))];
}

/** A text alone is read too, as some clients send it. */
function decodeInstruction(value: JsonValue | undefined): readonly Message[] {
  const parts = isJsonObject(value) ? objectsAt(value, "parts") : [];
  const texts = typeof value === "string" ? [value] : parts.flatMap((part) => textAt(part, "text") ?? []);
  if (texts.length === 0) return [];
  return [{ role: "system", parts: texts.map((text) => ({ kind: "text", text })), name: null }];
}

function decodeContent(content: JsonObject, field: string, warnings: Warning[]): readonly Message[] {
  const parts = objectsAt(content, "parts");
  const lose = (at: number) =>
    warnings.push({ id: "not-read", field: `${field}.parts[${at}]`, message: "a part of a kind that is not read" });
  if (textAt(content, "role") === "model") {
    return [{ role: "assistant", parts: parts.flatMap(decodeModelPart), name: null }];
  }
  const messages: Message[] = [];
  let open: UserPart[] = [];
  const close = () => {
    if (open.length > 0) messages.push({ role: "user", parts: open, name: null });
    open = [];
  };
  for (const [at, part] of parts.entries()) {
    const result = objectAt(part, "functionResponse");
    const read = result === null ? decodeUserPart(part) : null;
    if (result !== null) {
      close();
      messages.push(decodeResult(result));
    } else if (read === null) lose(at);
    else open.push(read);
  }
  close();
  return messages;
}

function decodeModelPart(part: JsonObject): readonly AssistantPart[] {
  const signature = textAt(part, "thoughtSignature");
  const text = textAt(part, "text");
  const plain = { kind: "reasoning", redacted: null, details: null } as const;
  if (memberOf(part, "thought") === true) return [{ ...plain, text, signature, field: "thought" }];
  const signed: readonly AssistantPart[] =
    signature === null ? [] : [{ ...plain, text: null, signature, field: "thoughtSignature" }];
  const call = objectAt(part, "functionCall");
  if (call !== null) {
    const args = objectAt(call, "args");
    const argumentsText = args === null ? null : JSON.stringify(args);
    return [...signed, { kind: "tool-call", id: textAt(call, "id"), name: textAt(call, "name"), argumentsText }];
  }
  return text === null ? [...signed, { kind: "other", raw: part }] : [...signed, { kind: "text", text }];
}

function decodeUserPart(part: JsonObject): UserPart | null {
  const text = textAt(part, "text");
  if (text !== null) return { kind: "text", text };
  const inline = objectAt(part, "inlineData");
  const file = objectAt(part, "fileData");
  const held = inline ?? file;
  if (held === null) return null;
  const mediaType = textAt(held, "mimeType") ?? "application/octet-stream";
  const source: MediaSource =
    inline === null
      ? { kind: "url", url: textAt(held, "fileUri") ?? "" }
      : { kind: "bytes", mediaType, base64: textAt(held, "data") ?? "" };
  return mediaType.startsWith("image/") ? { kind: "image", source } : { kind: "document", source, name: null };
}

/** A response with the member `error` says what went wrong (googleapis.github.io/js-genai: FunctionResponse, read 2026-11-29). */
function decodeResult(result: JsonObject): Message {
  const failed = objectAt(result, "response")?.["error"] !== undefined;
  return {
    role: "tool",
    toolCallId: textAt(result, "id"),
    toolName: textAt(result, "name"),
    parts: [{ kind: "json", value: memberOf(result, "response") ?? null }],
    status: failed ? "error" : null,
  };
}
