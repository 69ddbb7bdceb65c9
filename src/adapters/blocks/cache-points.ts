import type { Message } from "../../chat/message.js";
import type { RepairStep } from "./repair-step.js";

/** Bedrock and Anthropic accept four ("maximum of 4 … Found 5", twenty#26217). */
const limit = 4;

/** Keeps the last four cache points, which cover the longest prompts. */
export const limitCachePoints: RepairStep = (messages, { service, warn }) => {
  let surplus = messages.flatMap(({ message }) => message.parts.filter(isCachePoint)).length - limit;
  if (surplus <= 0) return messages;
  return messages.map(({ index, message }) => {
    const keep = (part: { readonly kind: string }, partIndex: number): boolean => {
      if (!isCachePoint(part) || surplus <= 0) return true;
      surplus -= 1;
      warn(
        "cache-point-dropped",
        `messages[${index}].parts[${partIndex}]`,
        `${service.refuser} accepts ${limit} cache points; earlier ones are not sent`,
      );
      return false;
    };
    return { index, message: { ...message, parts: message.parts.filter(keep) } as Message };
  });
};

function isCachePoint({ kind }: { readonly kind: string }): boolean {
  return kind === "cache-point";
}
