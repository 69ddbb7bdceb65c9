import type { AssistantMessage, AssistantPart } from "../../chat/message.js";
import type { RepairStep } from "./repair-step.js";
import type { Numbered } from "./turns.js";
import type { Warn } from "./warning-log.js";

/**
 * Puts reasoning before text before calls, as Claude requires; drops reasoning that the target does not accept back;
 * trims white space at the end of a prefill, which Claude refuses.
 */
export const repairAssistantParts: RepairStep = (messages, { target, warn }) => {
  const last = messages.at(-1);
  return messages.flatMap((one): Numbered[] => {
    if (one.message.role !== "assistant") return [one];
    const { index } = one;
    const { parts: all } = one.message;
    const kept = target.quirks.reasoningReplay === "drop" ? dropReasoning(all, index, warn) : all;
    if (kept.length === 0 && one.message.parts.length > 0) return [];
    const ordered = inOrder(kept, index, warn);
    const parts = one === last ? trimPrefill(ordered, `messages[${index}]`, { all, warn }) : ordered;
    return [{ index, message: { ...one.message, parts } satisfies AssistantMessage }];
  });
};

function dropReasoning(parts: readonly AssistantPart[], index: number, warn: Warn): readonly AssistantPart[] {
  return parts.filter((part, partIndex) => {
    const unsigned = part.kind === "reasoning" && part.signature === null && part.redacted === null;
    if (unsigned)
      warn(
        "reasoning-dropped",
        `messages[${index}].parts[${partIndex}]`,
        "this target does not accept unsigned reasoning back",
      );
    return !unsigned;
  });
}

function inOrder(parts: readonly AssistantPart[], index: number, warn: Warn): readonly AssistantPart[] {
  const sorted = [...parts].sort((one, other) => rank(one) - rank(other));
  if (sorted.some((part, position) => part !== parts[position])) {
    warn("parts-reordered", `messages[${index}].parts`, "sent as reasoning, then text, then tool calls");
  }
  return sorted;
}

function rank({ kind }: AssistantPart): number {
  if (kind === "reasoning") return 0;
  return kind === "tool-call" ? 2 : 1;
}

/** `all`: the parts before this step, whose places warnings name. */
function trimPrefill(
  parts: readonly AssistantPart[],
  field: string,
  { all, warn }: { readonly all: readonly AssistantPart[]; readonly warn: Warn },
): readonly AssistantPart[] {
  const last = parts.at(-1);
  if (last === undefined) return parts;
  warn("prefill", field, "the conversation ends with the assistant, which not every model accepts");
  if (last.kind !== "text" || last.text === last.text.trimEnd()) return parts;
  warn("prefill-trimmed", `${field}.parts[${all.indexOf(last)}]`, "white space at the end of a prefill is not sent");
  return [...parts.slice(0, -1), { ...last, text: last.text.trimEnd() }];
}
