import type { Message, UserMessage, UserPart } from "../../chat/message.js";
import { seededRandom } from "../../chat/seeded-random.js";

/** Words that vary a prompt and ask for nothing: six hexadecimal digits of a seed and a trial, the same for every column. */
export function nonceOf(seed: number, trial: number): string {
  const digits = Math.floor(seededRandom(seed ^ Math.imul(trial, 0x9e3779b1))() * 0x1000000);
  return `[ref ${digits.toString(16).padStart(6, "0")}]`;
}

/**
 * Puts the nonce before the first text of the first user message, so that a prompt cache cannot serve what follows it.
 * Messages without a user text stay unchanged.
 */
export function withNonce(messages: readonly Message[], nonce: string): readonly Message[] {
  const at = messages.findIndex((message) => message.role === "user" && message.parts.some(isText));
  return messages.map((message, index) => (index === at && message.role === "user" ? prefix(message, nonce) : message));
}

function prefix(message: UserMessage, nonce: string): UserMessage {
  const first = message.parts.findIndex(isText);
  const parts = message.parts.map((part, index): UserPart => {
    return index === first && part.kind === "text" ? { kind: "text", text: `${nonce} ${part.text}` } : part;
  });
  return { ...message, parts };
}

function isText(part: UserPart): boolean {
  return part.kind === "text";
}
