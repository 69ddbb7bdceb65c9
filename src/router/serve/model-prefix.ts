import type { Message } from "../../chat/message.js";
import type { Reply } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { RouterConfig } from "../config/router-config.js";

/** What `serve.show_model_prefix` puts before the first text of a reply that is not blank. */
export function modelPrefix(model: string): string {
  return `[${model}] `;
}

/** Whether a reply to the request may have the prefix: an answer that is asked for as JSON would no longer be JSON. */
export function takesPrefix({ serve }: Pick<RouterConfig, "serve">, { responseFormat, extra }: ChatRequest): boolean {
  const isText = responseFormat === null || responseFormat.kind === "text";
  // A format that this router does not know goes to the provider as it is.
  return serve.showModelPrefix && isText && extra["response_format"] === undefined;
}

/** The reply with the prefix before its first text that is not blank. */
export function prefixed(reply: Reply, model: string): Reply {
  const first = reply.parts.findIndex((part) => part.kind === "text" && part.text.trim() !== "");
  const parts = reply.parts.map((part, index) =>
    index === first && part.kind === "text" ? { ...part, text: modelPrefix(model) + part.text } : part,
  );
  return { ...reply, parts };
}

/**
 * The history without the prefixes of this router, which clients send back as part of the reply: a model would take them for its own
 * words, and write them too. Only one, at the beginning of an assistant's text and with text behind it, is the router's.
 */
export function withoutPrefixes(messages: readonly Message[], models: readonly string[]): readonly Message[] {
  return messages.map((message) => {
    if (message.role !== "assistant") return message;
    const first = message.parts.findIndex((part) => part.kind === "text" && part.text.trim() !== "");
    const said = message.parts[first];
    if (said?.kind !== "text") return message;
    const text = withoutPrefix(said.text, models);
    if (text === said.text) return message;
    return { ...message, parts: message.parts.map((part, index) => (index === first ? { ...said, text } : part)) };
  });
}

/** A stream may have begun with blank text, which was sent before the prefix. */
function withoutPrefix(text: string, models: readonly string[]): string {
  const start = text.length - text.trimStart().length;
  const prefix = models.map(modelPrefix).find((one) => text.startsWith(one, start));
  if (prefix === undefined) return text;
  const rest = text.slice(start + prefix.length);
  return rest.trim() === "" ? text : text.slice(0, start) + rest;
}
