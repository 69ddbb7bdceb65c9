import type { Message } from "../../chat/message.js";
import type { Tool } from "../../chat/request.js";
import type { RepairContext, RepairStep } from "./repair-step.js";
import type { Numbered } from "./turns.js";

/** Bedrock and Anthropic accept four ("maximum of 4 … Found 5", twenty#26217). */
const limit = 4;

/** Keeps the last four cache points of the messages, which cover the longest prompts. */
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

/** Keeps the cache points of tools that the messages leave room for, the last ones: tools stand before every message in the prompt. */
export function limitToolCachePoints(
  tools: readonly Tool[] | null,
  messages: readonly Numbered[],
  { service, warn }: Pick<RepairContext, "service" | "warn">,
): readonly Tool[] | null {
  const marked = (tools ?? []).filter(({ cachePoint }) => cachePoint !== undefined).length;
  const inMessages = messages.flatMap(({ message }) => message.parts.filter(isCachePoint)).length;
  let surplus = marked + inMessages - limit;
  if (tools === null || marked === 0 || surplus <= 0) return tools;
  return tools.map((tool, index) => {
    if (tool.cachePoint === undefined || surplus <= 0) return tool;
    surplus -= 1;
    const why = `${service.refuser} accepts ${limit} cache points; earlier ones are not sent`;
    warn("cache-point-dropped", `tools[${index}].cachePoint`, why);
    const { cachePoint: _, ...unmarked } = tool;
    return unmarked;
  });
}

function isCachePoint({ kind }: { readonly kind: string }): boolean {
  return kind === "cache-point";
}
