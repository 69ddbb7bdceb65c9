import type { JsonObject } from "../../../chat/json.js";
import type { ReasoningPart } from "../../../chat/message.js";
import { reasoningItem } from "../../openai/reasoning-item.js";
import { type ItemContext, warn } from "./context.js";

/**
 * Reasoning that came as items of this API goes back as it came, encrypted content included. Any other is not sent: a signature
 * or encrypted bytes of another API cannot be checked here, and plain text has no item without an id of the service
 * (`id` is required: openai 6.49, ResponseReasoningItem; OpenRouterTeam/typescript-sdk, ReasoningItem, 2026-11).
 */
export function encodeReasoning(part: ReasoningPart, field: string, context: ItemContext): readonly JsonObject[] {
  const details = part.details ?? [];
  const items = details.map(reasoningItem).filter((item) => item !== null);
  if (items.length < details.length)
    warn(context, "reasoning-details-dropped", [field, "details of reasoning of another API are not sent"]);
  if (items.length > 0) return items.filter((item) => isKept(item, field, context));
  for (const name of ["signature", "redacted"] as const) {
    if (part[name] !== null)
      warn(context, `reasoning-${name}-dropped`, [field, `this API has no member for the ${name} of reasoning`]);
  }
  if (part.text !== null)
    warn(context, "reasoning-dropped", [field, "reasoning of another API has no item here and is not sent"]);
  return [];
}

/**
 * An item without encrypted content and without its text only refers to one that the service has stored. With `store: false` the
 * service answers 400 "Item with id 'rs_…' not found" (bifrost#5410, 2026-07-21). A service that keeps no items at all
 * takes what the item has (OpenRouter: quirk `reasoningReplay: keep`).
 */
function isKept(item: JsonObject, field: string, context: ItemContext): boolean {
  const { encrypted_content: encrypted, content } = item;
  const hasContent = typeof encrypted === "string" || (Array.isArray(content) && content.length > 0);
  if (hasContent || context.stores || context.target.quirks.reasoningReplay === "keep") return true;
  warn(context, "reasoning-reference-dropped", [
    field,
    "a reasoning item without encrypted content refers to a stored one, and nothing is stored",
  ]);
  return false;
}
