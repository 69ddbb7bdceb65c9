import type { ResponseFormat } from "../../chat/request.js";
import { jsonInstruction } from "../json-instruction.js";
import { isSystem, type Numbered } from "./turns.js";
import type { Warn } from "./warning-log.js";

/** Asks for JSON by an instruction, where the service has no member for the format; null: nothing is asked for. */
export function instructJson(
  format: ResponseFormat | null,
  messages: readonly Numbered[],
  warn: Warn,
): readonly Numbered[] {
  const instruction = jsonInstruction(format);
  if (instruction === null) return messages;
  const { id, field, message } = instruction.warning;
  warn(id, field, message);
  const start = messages.findIndex((one) => !isSystem(one.message));
  // It is not one of the caller's messages; the first index stands for none that was moved.
  return messages.toSpliced(start === -1 ? messages.length : start, 0, { index: 0, message: instruction.message });
}
