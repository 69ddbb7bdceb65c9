import { isStreaming } from "../../../chat/api.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import { callingTurns, callsOf } from "../levels/edit-messages.js";
import { fixedTemperature } from "../levels/flips/settings.js";

/** Why a request cannot be asked of a target as it is, by what sources say of the target; null: nothing is known to be in the way. */
export function cannotAsk(request: ChatRequest, target: Target): string | null {
  const { capabilities, quirks, api } = target;
  const hasTools = request.tools !== null || callingTurns(request).length > 0;
  if (hasTools && capabilities.tools === false) return "it takes no tools";
  if (hasTools && isStreaming(api) && capabilities.streamingTools === false) return "it takes no tools while streaming";
  if (capabilities.images === false && hasPart(request, "image")) return "it takes no images";
  if (capabilities.system === false && request.messages.some(({ role }) => role === "system"))
    return "it takes no system message";
  if (capabilities.stopSequences === false && request.stopSequences !== null) return "it takes no stop sequences";
  const { maxOutputTokens: limit, temperature, topP, toolChoice } = request;
  if (limit !== null && capabilities.maxOutputTokens !== null && limit > capabilities.maxOutputTokens)
    return `it gives at most ${capabilities.maxOutputTokens} tokens, and ${limit} are asked for`;
  if (toolChoice !== null && capabilities.toolChoice?.includes(toolChoice.kind) === false)
    return `it takes no tool choice ${toolChoice.kind}`;
  if (quirks.temperatureOrTopP === true && temperature !== null && topP !== null)
    return "it refuses temperature and topP together";
  const only = fixedTemperature(target, request);
  if (only !== null && temperature !== null && temperature !== only)
    return `it takes a temperature of ${only} alone, and ${temperature} is sent`;
  return badId(request, quirks.toolCallIdPattern);
}

function hasPart({ messages }: ChatRequest, kind: string): boolean {
  return messages.some((message) =>
    (message.parts as readonly { readonly kind: string }[]).some((part) => part.kind === kind),
  );
}

function badId(request: ChatRequest, pattern: string | null): string | null {
  if (pattern === null) return null;
  const accepted = new RegExp(`^(?:${pattern})$`);
  const bad = callingTurns(request)
    .flatMap(callsOf)
    .find(({ id }) => id !== null && !accepted.test(id));
  return bad === undefined ? null : `it takes only call ids that match ${pattern}, and the history has ${bad.id}`;
}
