import { isStreaming } from "../../chat/api.js";
import type { JsonObject } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Encoded, EncodeOptions, EncodeRefused } from "../adapter.js";
import { noAliases } from "../adapter.js";
import { dropBetas, withBetas } from "../betas/with-betas.js";
import { withChange } from "../change/with-change.js";
import { mergeExtra } from "../openai/merge-extra.js";
import { toolCachePointsDropped } from "../tool-cache-points.js";
import { encodeInclude } from "./encode/include.js";
import { encodeInput } from "./encode/input.js";
import { brokenLimits } from "./encode/limits.js";
import { encodeSettings } from "./encode/settings.js";
import { encodeTools } from "./encode/tools.js";
import { repair } from "./repair.js";

/** The path below the base URL, with and without streaming: streaming is a member of the body. */
const responsesPath = "/responses";

/**
 * Encodes a request as the body of a response for the target's model. Under `faithful` nothing in the request is altered, and
 * each broken limit is a warning; for `repair` see {@link repair}. The body always asks the service to store nothing
 * (`store: false`): the history is in the request. The target's `extra` members are added last, then the request's; each
 * replaces a member of the same name.
 */
export const encode = withChange(
  withBetas(encodeUnchanged, (encoded, betas) => dropBetas(encoded, betas, "Responses take no betas of Anthropic")),
);

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
  const warnings: Warning[] = [...brokenLimits(request, target), ...toolCachePointsDropped(request.tools, "Responses")];
  const input = encodeInput(request, { target, warnings, marksCache: policy === "faithful" });
  const body: JsonObject = Object.assign(
    { model: target.providerModelId, input },
    encodeTools(request),
    encodeSettings(request, { target, warnings }),
    encodeInclude(request, target),
    { store: false },
    isStreaming(target.api) ? { stream: true } : {},
  );
  return { kind: "encoded", path: responsesPath, body: mergeExtra(body, { target, request, warnings }), warnings };
}
