import type { Message } from "../../../chat/message.js";
import type { RepairStep } from "../../blocks/repair-step.js";

/** Drops cache points that would mark thinking, which the API refuses (Anthropic, "Prompt caching", read 2026-08). */
export const dropStrayCachePoints: RepairStep = (messages, { warn }) =>
  messages.map(({ index, message }) => {
    const all: readonly { readonly kind: string }[] = message.parts;
    const keep = ({ kind }: { readonly kind: string }, at: number): boolean => {
      if (kind !== "cache-point" || all[at - 1]?.kind !== "reasoning") return true;
      const field = `messages[${index}].parts[${at}]`;
      warn("cache-point-dropped", field, "thinking cannot be marked for the cache");
      return false;
    };
    return { index, message: { ...message, parts: message.parts.filter(keep) } as Message };
  });
