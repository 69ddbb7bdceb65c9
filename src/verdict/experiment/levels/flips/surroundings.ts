import { wholeOf } from "../../../../chat/api.js";
import { hasCachePoints, unmarkedTools } from "../../../../chat/cache-points.js";
import type { Message, SystemMessage } from "../../../../chat/message.js";
import { everywhere } from "../body-shape.js";
import { withMessages } from "../edit-messages.js";
import { type Flip, level, tokensOf, unasked } from "../flip.js";

const plainSystem = "You are a helpful assistant.";

/** The system message. */
export const systemMessage: Flip = {
  id: "system-message",
  name: "the system message",
  takesAway: true,
  // In Chat Completions it is a message like the others, so that all of them move.
  pointers: { converse: ["/system/**"], chat: ["/messages/**"], messages: ["/system/**"] },
  source: {
    source: "MoonshotAI/Kimi-K2 README.md (the system message that it recommends)",
    date: "2026-11-29",
  },
  offer: ({ request, target }) => {
    if (request.messages.some(isSystem)) return [level("absent", "no system message")];
    if (target.capabilities.system === false) return [unasked("plain", "this target takes no system message")];
    return [level("plain", `the system message ${JSON.stringify(plainSystem)}`, tokensOf(plainSystem))];
  },
  apply: (request, id) => {
    if (id === "absent") return { ...request, messages: request.messages.filter((message) => !isSystem(message)) };
    if (request.messages.some(isSystem)) return request;
    const added: Message = { role: "system", parts: [{ kind: "text", text: plainSystem }], name: null };
    return { ...request, messages: [added, ...request.messages] };
  },
};

/** The role of the message that instructs the model, which only Chat Completions tells apart. */
export const developerRole: Flip = {
  id: "developer-role",
  name: "the role of the instructing message",
  pointers: { converse: [], chat: ["/messages/*/role"], messages: [] },
  source: { source: "maximhq/bifrost#2492", date: "2026-04-03" },
  offer: ({ request, target }) =>
    request.messages.some(({ role }) => role === "developer")
      ? [
          wholeOf(target.api) === "chat-completions"
            ? level("system", "the role system instead of developer")
            : unasked("system", "this API has no role developer: the message is sent as the system's already"),
        ]
      : [],
  apply: (request) =>
    withMessages(request, (message) => (message.role === "developer" ? { ...message, role: "system" } : message)),
};

/** Prompt-cache boundaries. They are only taken away: most models refuse one. */
export const cachePoints: Flip = {
  id: "cache-points",
  name: "prompt-cache boundaries",
  pointers: everywhere("/system/**", "/messages/*/content/**", "/toolConfig/tools/**"),
  source: { source: "BerriAI/litellm#39210; zeroclaw-labs/zeroclaw#7315", date: "2026-09-01" },
  offer: ({ request, target }) => {
    if (hasCachePoints(request)) {
      return wholeOf(target.api) === "invoke-model" ? [] : [level("absent", "no cache boundaries")];
    }
    return [unasked("present", "most models refuse a cache boundary, with a 403 or a 400 (BerriAI/litellm#39210)")];
  },
  apply: (request) => ({
    ...withMessages(request, (message) => withoutKinds(message, ["cache-point"])),
    tools: unmarkedTools(request.tools),
  }),
};

const attachment = "(attachment left out)";

/** Images and documents. */
export const media: Flip = {
  id: "media",
  name: "images and documents",
  takesAway: true,
  pointers: everywhere("/messages/*/content/**"),
  source: {
    source: "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html",
    date: "2026-11-29",
  },
  offer: ({ request }) => {
    const hasMedia = request.messages.some((message) => withoutKinds(message, ["image", "document"]) !== message);
    return hasMedia ? [level("absent", "no images and documents")] : [];
  },
  apply: (request) =>
    withMessages(request, (message) => {
      const plain = withoutKinds(message, ["image", "document"]);
      if (plain === message || plain.parts.some(({ kind }) => kind !== "cache-point")) return plain;
      const text = { kind: "text", text: attachment } as const;
      return message.role === "tool" ? { ...message, parts: [text] } : { ...plain, parts: [text] };
    }),
};

/** The message itself where it has none of the kinds. */
function withoutKinds(message: Message, kinds: readonly string[]): Message {
  const isIn = ({ kind }: { readonly kind: string }) => kinds.includes(kind);
  switch (message.role) {
    case "system":
    case "developer":
      return message.parts.some(isIn) ? { ...message, parts: message.parts.filter((part) => !isIn(part)) } : message;
    case "user":
      return message.parts.some(isIn) ? { ...message, parts: message.parts.filter((part) => !isIn(part)) } : message;
    case "assistant":
      return message.parts.some(isIn) ? { ...message, parts: message.parts.filter((part) => !isIn(part)) } : message;
    case "tool":
      return message.parts.some(isIn) ? { ...message, parts: message.parts.filter((part) => !isIn(part)) } : message;
  }
}

function isSystem(message: Message): message is SystemMessage {
  return message.role === "system" || message.role === "developer";
}
