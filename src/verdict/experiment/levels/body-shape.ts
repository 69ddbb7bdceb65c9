import { wholeOf } from "../../../chat/api.js";
import type { Target } from "../../../chat/target.js";

/** How a body is written. `chat`: as Chat Completions. `messages`: as Anthropic's Messages API. Null: another body family of InvokeModel. */
export type BodyShape = "converse" | "chat" | "messages" | null;

/**
 * The places of a body that a factor may change, for each shape: JSON pointers in which `*` stands for one name or index, and `/**` at
 * the end for everything at and below. Empty: the factor does not exist in this shape.
 */
export type Pointers = { readonly [shape in Exclude<BodyShape, null>]: readonly string[] };

/** Body families of InvokeModel that are written as Chat Completions (see `adapters/bedrock-invoke/families`). */
const chatFamilies: ReadonlySet<string> = new Set(["moonshot", "mistral-chat", "deepseek-v3", "gpt-oss", "ai21"]);

/** The shape of a target's bodies. */
export function bodyShapeOf({ api, quirks }: Target): BodyShape {
  const whole = wholeOf(api);
  if (whole === "converse") return "converse";
  if (whole === "chat-completions" || chatFamilies.has(quirks.family ?? "")) return "chat";
  return quirks.family === "anthropic" ? "messages" : null;
}

/** The same places in every shape. */
export function everywhere(...pointers: readonly string[]): Pointers {
  return { converse: pointers, chat: pointers, messages: pointers };
}

/** True when a JSON pointer is one of the places that `patterns` name. */
export function isNamed(pointer: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(pointer.split("/"), pattern.split("/")));
}

function matches(names: readonly string[], pattern: readonly string[]): boolean {
  const isOpen = pattern.at(-1) === "**";
  const fixed = isOpen ? pattern.slice(0, -1) : pattern;
  if (isOpen ? names.length < fixed.length : names.length !== fixed.length) return false;
  return fixed.every((name, at) => name === "*" || name === names[at]);
}
