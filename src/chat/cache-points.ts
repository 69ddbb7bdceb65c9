import type { Message } from "./message.js";
import type { ChatRequest, Tool } from "./request.js";

/** True for a request with a prompt-cache boundary: in a message, or after a tool. */
export function hasCachePoints({ messages, tools }: Pick<ChatRequest, "messages" | "tools">): boolean {
  const isInMessages = messages.some((message) => message.parts.some(({ kind }) => kind === "cache-point"));
  return isInMessages || (tools ?? []).some(({ cachePoint }) => cachePoint !== undefined);
}

/** The parts of a message that a model reads. */
export function shownParts({ parts }: Message): readonly Message["parts"][number][] {
  const all: readonly Message["parts"][number][] = parts;
  return all.filter(({ kind }) => kind !== "cache-point");
}

/** The tools without their cache boundaries. */
export function unmarkedTools(tools: readonly Tool[] | null): readonly Tool[] | null {
  return tools === null ? null : tools.map(({ cachePoint: _, ...tool }) => tool);
}
