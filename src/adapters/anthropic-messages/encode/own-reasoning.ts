import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { ReasoningPart } from "../../../chat/message.js";
import type { Warn } from "../../blocks/warning-log.js";

/**
 * Reasoning as this API can carry it: without the details and the opaque data of other vendors, each left out with a warning, since
 * Claude refuses them. Its own signatures and redacted data stay unchanged and in their order.
 */
export function ownReasoning(part: ReasoningPart, field: string, warn: Warn): readonly ReasoningPart[] {
  const detailed = (part.details ?? []).flatMap((detail, at) => fromDetail(detail, `${field}.details[${at}]`, warn));
  if (detailed.length > 0) return detailed;
  const isOwn = ownFields.has(part.field);
  for (const name of ["signature", "redacted"] as const) {
    if (isOwn || part[name] === null) continue;
    warn(`reasoning-${name}-dropped`, `${field}.${name}`, "only the vendor of this reasoning takes it back");
  }
  const own = { ...part, details: null };
  return [isOwn ? own : { ...own, signature: null, redacted: null }];
}

/**
 * The members that carry Claude's thinking: here and in InvokeModel, and in Converse. Its signatures are the same on every platform
 * (platform.claude.com/docs/en/build-with-claude/extended-thinking, read 2026-08). null: nothing says where it came from.
 */
const ownFields: ReadonlySet<string | null> = new Set([null, "thinking", "reasoningContent"]);

/** OpenRouter's details in Claude's own format are its blocks under other names (openrouter.ai/docs, reasoning tokens, read 2026-08). */
function fromDetail(detail: JsonValue, field: string, warn: Warn): readonly ReasoningPart[] {
  const own = isJsonObject(detail) && detail["format"] === "anthropic-claude-v1" ? ownDetail(detail) : null;
  if (own !== null) return [own];
  warn("reasoning-details-dropped", field, "only the vendor of this detail takes it back");
  return [];
}

function ownDetail({ type, text, signature, data }: JsonObject): ReasoningPart | null {
  if (type === "reasoning.encrypted" && typeof data === "string") {
    return thinking({ text: null, signature: null, redacted: data });
  }
  if (type !== "reasoning.text" || typeof signature !== "string") return null;
  return thinking({ text: typeof text === "string" ? text : "", signature, redacted: null });
}

function thinking(carried: Pick<ReasoningPart, "text" | "signature" | "redacted">): ReasoningPart {
  return { kind: "reasoning", ...carried, details: null, field: "thinking" };
}
