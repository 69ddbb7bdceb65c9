import { bedrockModelPath } from "../../chat/bedrock-url.js";
import { type JsonObject, withoutNulls } from "../../chat/json.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import type { Encoded, EncodeOptions, EncodeRefused } from "../adapter.js";
import { withBetas } from "../betas/with-betas.js";
import { mergeExtra } from "../blocks/merge-extra.js";
import { type ReadyRequest, unrepaired } from "../blocks/ready-request.js";
import { Refusal } from "../blocks/refusal.js";
import { type Turn, turnsOf } from "../blocks/turns.js";
import { createWarningLog, type Warn } from "../blocks/warning-log.js";
import { withChange } from "../change/with-change.js";
import { encodeAssistant } from "./encode/assistant.js";
import { placeBetas } from "./encode/betas.js";
import { encodeSettings } from "./encode/settings.js";
import { encodeSystem } from "./encode/system.js";
import { encodeToolResult } from "./encode/tool-results.js";
import { encodeTools } from "./encode/tools.js";
import { encodeUser } from "./encode/user.js";
import { repair } from "./repair.js";

/**
 * Encodes a request for Converse. `faithful` sends the request unchanged. `repair` first changes it to what the service
 * accepts, or refuses it and names the field. Both refuse a model id that is not safe in a path.
 */
export const encode = withChange(withBetas(encodeUnchanged, placeBetas));

function encodeUnchanged(request: ChatRequest, { target, policy }: EncodeOptions): Encoded | EncodeRefused {
  const { warn, warnings } = createWarningLog();
  const action = target.api === "converse" ? "converse" : "converse-stream";
  const path = bedrockModelPath(target.providerModelId, action);
  try {
    if (path === null) {
      throw new Refusal(
        "model",
        `${JSON.stringify(target.providerModelId)} is not a model id, inference profile or ARN`,
      );
    }
    const ready = policy === "repair" ? repair(request, target, warn) : unrepaired(request);
    const placed: Warn = (id, field, message) => warn(id, ready.original(field), message);
    return { kind: "encoded", path, body: encodeBody(ready, target, placed), warnings, aliases: ready.aliases };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: "refused", field: error.field, message: error.message, warnings };
  }
}

function encodeBody({ request, messages, merging }: ReadyRequest, target: Target, warn: Warn): JsonObject {
  const system = encodeSystem(messages, warn);
  const toolConfig = encodeTools(request, warn);
  const turns = turnsOf(messages, merging, warn);
  const body: JsonObject = Object.assign(
    withoutNulls({
      system,
      messages: turns.map((turn) => ({ role: turn.role, content: encodeTurn(turn, target, warn) })),
      toolConfig,
    }),
    encodeSettings(request, target, warn),
  );
  const how = { deep, warn };
  return mergeExtra(mergeExtra(body, target.extra, how), request.extra, how);
}

const deep: ReadonlySet<string> = new Set(["additionalModelRequestFields"]);

function encodeTurn(turn: Turn, target: Target, warn: Warn): readonly JsonObject[] {
  if (turn.role === "assistant") return turn.messages.flatMap((one) => encodeAssistant(one, warn));
  return turn.messages.flatMap(({ index, message }) =>
    message.role === "tool" ? encodeToolResult({ index, message }, target, warn) : encodeUser({ index, message }, warn),
  );
}
