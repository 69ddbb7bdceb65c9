import { isStreaming } from "../../chat/api.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import type { Encoded, EncodeOptions, EncodeRefused } from "../adapter.js";
import { inHeader, withBetas } from "../betas/with-betas.js";
import { mergeExtra } from "../blocks/merge-extra.js";
import { type ReadyRequest, unrepaired } from "../blocks/ready-request.js";
import { Refusal } from "../blocks/refusal.js";
import { createWarningLog, type Warn } from "../blocks/warning-log.js";
import { withChange } from "../change/with-change.js";
import { encodeConversation } from "./encode/conversation.js";
import { warnBrokenLimits } from "./encode/limits.js";
import { withRequiredLimit } from "./encode/required-limit.js";
import { warnSchemaLimits } from "./encode/schema-limits.js";
import { encodeSettings } from "./encode/settings.js";
import { encodeTools } from "./encode/tools.js";
import { repair } from "./repair.js";

/**
 * Encodes a request as a Messages body. `faithful` sends the request unchanged, but for the limit of the reply, which the API requires;
 * each broken limit is a warning. `repair` first changes it to what the service accepts, or refuses it and names the field.
 * The target's `extra` members are added last, then the request's; `output_config` and `thinking` are merged member by member. Betas
 * that they name go into the header `anthropic-beta`.
 */
export const encode = withChange(withBetas(encodeUnchanged, inHeader("anthropic-beta")));

function encodeUnchanged(asked: ChatRequest, { target, policy }: EncodeOptions): Encoded | EncodeRefused {
  const { warn, warnings } = createWarningLog();
  try {
    const request = withRequiredLimit(asked, target, warn);
    if (policy === "faithful") warnBrokenLimits(request, target, warn);
    const ready = policy === "repair" ? repair(request, target, warn) : unrepaired(request);
    warnSchemaLimits(ready.request, warn);
    const placed: Warn = (id, field, message) => warn(id, ready.original(field), message);
    return {
      kind: "encoded",
      path: "/messages",
      body: encodeBody(ready, target, placed),
      warnings,
      aliases: ready.aliases,
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: "refused", field: error.field, message: error.message, warnings };
  }
}

function encodeBody({ request, messages, merging }: ReadyRequest, target: Target, warn: Warn): JsonObject {
  const body: JsonObject = Object.assign(
    { model: target.providerModelId, max_tokens: request.maxOutputTokens },
    encodeConversation(messages, merging, warn),
    encodeTools(request, warn),
    encodeSettings(request, target, warn),
    isStreaming(target.api) ? { stream: true } : {},
  );
  const how = { deep, warn };
  return mergeExtra(mergeExtra(body, target.extra, how), withoutBareThinking(request.extra, body), how);
}

const deep: ReadonlySet<string> = new Set(["output_config", "thinking"]);

/** What an extra `thinking` says beside its type, such as `display`, goes with thinking that is asked for. */
function withoutBareThinking(extra: JsonObject, body: JsonObject): JsonObject {
  const { thinking, ...others } = extra;
  return isJsonObject(thinking) && thinking["type"] === undefined && body["thinking"] === undefined ? others : extra;
}
