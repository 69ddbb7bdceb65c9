import type { Message } from "../../../../chat/message.js";
import { hasReference } from "../../../attribution/question.js";
import { bodyShapeOf, everywhere } from "../body-shape.js";
import { type Flip, level, tokensOf, unasked } from "../flip.js";

const request = "Please answer with the result above.";

/**
 * Text of the user after the results of tools. On Converse and in Anthropic's body it stands in the turn of the results; in Chat
 * Completions it is a message of its own. The other way round, neither API can write it.
 */
export const textAfterResult: Flip = {
  id: "text-after-result",
  name: "text of the user after the tool results",
  pointers: everywhere("/messages/**"),
  source: {
    source: "vllm-project/vllm-project.github.io _posts/2025-10-28-Kimi-K2-Accuracy.md (no generation prompt)",
    date: "2025-10-28",
  },
  offer: ({ request: { messages }, target }) => {
    if (removable(messages)) return [level("none", "no text after the results")];
    if (!endsInResult(messages)) return [];
    const said = JSON.stringify(request);
    return bodyShapeOf(target) === "chat"
      ? [
          level("new-turn", `the text ${said} in a turn of its own after the results`, tokensOf(request)),
          unasked("same-turn", "Chat Completions has no text beside a tool result"),
        ]
      : [
          level("same-turn", `the text ${said} in the turn of the results, after them`, tokensOf(request)),
          unasked(
            "new-turn",
            "a turn of its own would be a second turn of the user, which Bedrock refuses (langchain-ai/langchain-aws#130)",
          ),
        ];
  },
  apply: (asked, id) => {
    const { messages } = asked;
    if (id !== "none") {
      if (!endsInResult(messages)) return asked;
      const added: Message = { role: "user", parts: [{ kind: "text", text: request }], name: null };
      return { ...asked, messages: [...messages, added] };
    }
    return removable(messages) ? { ...asked, messages: messages.slice(0, -1) } : asked;
  },
};

function endsInResult(messages: readonly Message[]): boolean {
  return messages.at(-1)?.role === "tool";
}

/** Only text is taken away, and never the text with the reference. */
function removable(messages: readonly Message[]): boolean {
  const last = messages.at(-1);
  return (
    messages.at(-2)?.role === "tool" &&
    last?.role === "user" &&
    last.parts.every(({ kind }) => kind === "text") &&
    !hasReference({ messages: [last] })
  );
}
