import { isJsonObject } from "../../chat/json.js";
import type { AssistantPart } from "../../chat/message.js";
import { parseJson } from "../../wire/json.js";
import type { RepairStep } from "./repair-step.js";
import type { Warn } from "./warning-log.js";

/** The member that wraps arguments that are not a JSON object, so that one bad call does not end a conversation. */
const wrapper = "invalid_arguments";

/** Wraps the arguments of each call whose arguments are not a JSON object. */
export const repairArguments: RepairStep = (messages, { warn }) =>
  messages.map(({ index, message }) => {
    if (message.role !== "assistant") return { index, message };
    const parts = message.parts.map((part, partIndex) =>
      repairPart(part, `messages[${index}].parts[${partIndex}].argumentsText`, warn),
    );
    return { index, message: { ...message, parts } };
  });

function repairPart(part: AssistantPart, field: string, warn: Warn): AssistantPart {
  if (part.kind !== "tool-call" || part.argumentsText === null || part.argumentsText === "") return part;
  const parsed = parseJson(part.argumentsText);
  if (parsed.ok && isJsonObject(parsed.value)) return part;
  warn("arguments-wrapped", field, `arguments that are not a JSON object are sent as {"${wrapper}": …}`);
  return { ...part, argumentsText: JSON.stringify({ [wrapper]: part.argumentsText }) };
}
