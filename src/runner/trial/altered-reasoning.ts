import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { AssistantPart, ReasoningPart } from "../../chat/message.js";

/**
 * A turn with one letter changed in each signature and each encrypted content of its reasoning: what a service must not take back. `[]` where
 * nothing is signed or encrypted, so that nothing could be refused.
 */
export function withAlteredReasoning(parts: readonly AssistantPart[]): readonly AssistantPart[] {
  const changed = parts.map((part) => (part.kind === "reasoning" ? alteredPart(part) : part));
  const isAltered = changed.some((part, at) => JSON.stringify(part) !== JSON.stringify(parts[at]));
  return isAltered ? changed : [];
}

function alteredPart(part: ReasoningPart): ReasoningPart {
  const { signature, redacted, details } = part;
  return {
    ...part,
    signature: alteredText(signature),
    redacted: alteredText(redacted),
    details: details === null ? null : details.map(alteredDetail),
  };
}

/** Members of an item of Responses and of OpenRouter's `reasoning_details` that a client must send back as they came. */
const opaque = ["signature", "data", "encrypted_content"] as const;

/** The members of one detail, and of the item that it may hold. */
function alteredDetail(detail: JsonValue): JsonValue {
  if (!isJsonObject(detail)) return detail;
  const sealed = opaque.flatMap((name): readonly [string, JsonValue][] => {
    const value = detail[name];
    return typeof value === "string" ? [[name, alteredText(value)]] : [];
  });
  const inner = Object.entries(detail).flatMap(([name, value]): readonly [string, JsonValue][] =>
    isJsonObject(value) ? [[name, alteredDetail(value)]] : [],
  );
  const changed: JsonObject = { ...detail, ...Object.fromEntries([...inner, ...sealed]) };
  return changed;
}

/** The letter in the middle becomes another of base64's; the length and the alphabet stay. */
function alteredText<Text extends string | null>(text: Text): Text | string {
  if (text === null || text === "") return text;
  const at = Math.floor(text.length / 2);
  return `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;
}
