import type { RepairStep } from "./repair-step.js";

/** Warns of a conversation that ends with the assistant, and trims the white space at its end, which Claude refuses. */
export const trimPrefill: RepairStep = (messages, { warn }) => {
  const one = messages.at(-1);
  if (one === undefined || one.message.role !== "assistant") return messages;
  const { index, message } = one;
  const last = message.parts.at(-1);
  if (last === undefined) return messages;
  warn("prefill", `messages[${index}]`, "the conversation ends with the assistant, which not every model accepts");
  if (last.kind !== "text" || last.text === last.text.trimEnd()) return messages;
  const field = `messages[${index}].parts[${message.parts.length - 1}]`;
  warn("prefill-trimmed", field, "white space at the end of a prefill is not sent");
  const parts = [...message.parts.slice(0, -1), { ...last, text: last.text.trimEnd() }];
  return [...messages.slice(0, -1), { index, message: { ...message, parts } }];
};
