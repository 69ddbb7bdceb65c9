import { isStreaming } from "../../chat/api.js";
import type { JsonObject } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Encoded, EncodeOptions, EncodeRefused } from "../adapter.js";
import { noAliases } from "../adapter.js";
import { dropBetas, inHeader, withBetas } from "../betas/with-betas.js";
import { withChange } from "../change/with-change.js";
import { mergeExtra } from "../openai/merge-extra.js";
import { toolCachePointsDropped } from "../tool-cache-points.js";
import { brokenLimits } from "./encode/limits.js";
import { encodeMessages } from "./encode/messages.js";
import { encodeSettings } from "./encode/settings.js";
import { encodeTools } from "./encode/tools.js";
import { repair } from "./repair.js";
import { chatCompletionsPath } from "./wire.js";

/**
 * Encodes a request as the body of a chat completion for the target's model. Under `faithful` nothing in the request is
 * altered, and each broken limit is a warning; for `repair` see {@link repair}.
 * The target's `extra` members are added last, then the request's; each replaces a member of the same name.
 */
export const encode = withChange(withBetas(encodeUnchanged, placeBetas));

const openRouterBetas = inHeader("x-anthropic-beta");

/** OpenRouter has a header for betas of Claude (its docs, "Provider routing", "Anthropic Beta Features", read 2026-11-29). */
function placeBetas(encoded: Encoded, betas: readonly string[], options: EncodeOptions): Encoded {
  if (options.target.provider === "openrouter") return openRouterBetas(encoded, betas, options);
  return dropBetas(encoded, betas, "only OpenRouter's Chat Completions take betas of Anthropic");
}

function encodeUnchanged(request: ChatRequest, options: EncodeOptions): Encoded | EncodeRefused {
  if (options.policy === "faithful") {
    return { ...encodeBody(request, options), aliases: noAliases };
  }
  const repaired = repair(request, options.target);
  if (repaired.kind === "refused") return repaired;
  const { path, body, warnings } = encodeBody(repaired.request, options);
  const placed = warnings.map(({ id, field, message }) => ({ id, field: repaired.original(field), message }));
  return { kind: "encoded", path, body, warnings: [...repaired.warnings, ...placed], aliases: repaired.aliases };
}

function encodeBody(request: ChatRequest, { target, policy }: EncodeOptions): Omit<Encoded, "aliases"> {
  const warnings: Warning[] = [
    ...brokenLimits(request, target),
    ...toolCachePointsDropped(request.tools, "Chat Completions"),
  ];
  const body: JsonObject = Object.assign(
    {
      model: target.providerModelId,
      messages: encodeMessages(request.messages, {
        dialect: target.quirks.reasoningDialect,
        marksResults: policy === "faithful" || target.provider === "openrouter",
        warnings,
      }),
    },
    encodeTools(request),
    encodeSettings(request, { quirks: target.quirks, warnings }),
    isStreaming(target.api) ? { stream: true, stream_options: { include_usage: true } } : {},
  );
  const merged = mergeExtra(body, { target, request, warnings });
  return { kind: "encoded", path: chatCompletionsPath, body: merged, warnings };
}
