import type { ChatRequest } from "../../chat/request.js";
import { jsonInstruction } from "../json-instruction.js";
import { isSystem, type Numbered } from "./turns.js";
import type { Warn } from "./warning-log.js";

/** Asks for a JSON object by an instruction: Converse's only format is a schema (API reference, OutputFormat, read 2026-11-28). */
export function instructJson(request: ChatRequest, messages: readonly Numbered[], warn: Warn): readonly Numbered[] {
  const instruction = request.responseFormat?.kind === "json-object" ? jsonInstruction(request.responseFormat) : null;
  if (instruction === null) return messages;
  const { id, field, message } = instruction.warning;
  warn(id, field, message);
  const start = messages.findIndex((one) => !isSystem(one.message));
  // It is not one of the caller's messages; the first index stands for none that was moved.
  return messages.toSpliced(start === -1 ? messages.length : start, 0, { index: 0, message: instruction.message });
}

/** The request without a format that an instruction stands for. */
export function withoutJsonObject(request: ChatRequest): ChatRequest {
  return request.responseFormat?.kind === "json-object" ? { ...request, responseFormat: null } : request;
}
