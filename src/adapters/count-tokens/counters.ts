import { wholeOf } from "../../chat/api.js";
import { bedrockModelPath, foundationModelId } from "../../chat/bedrock-url.js";
import { ChatError, type ChatFailure } from "../../chat/failure.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import type { Target } from "../../chat/target.js";
import type { WireHeaders } from "../../wire/exchange.js";
import type { Connection, Encoded } from "../adapter.js";
import { bedrockRoute, versionHeader } from "../anthropic-messages/send/wire-facts.js";
import { bedrockEndpoint } from "../bedrock/bedrock-sdk.js";
import { endpointOf } from "../clients/endpoint.js";
import { localFailure } from "../errors/classify.js";

/** How a service is asked for a count. `isAbsent`: its refusal says that it has no counting for the model. */
export type Counter = {
  readonly headers: WireHeaders;
  readonly write: (encoded: Encoded, connection: Connection) => { readonly url: string; readonly body: JsonObject };
  readonly countIn: (answer: unknown) => number | null;
  readonly isAbsent: (failure: ChatFailure) => boolean;
};

/**
 * How the service of a target counts; null: it does not. Anthropic's route is on its own API, on Bedrock's mantle endpoint (AWS user
 * guide, "Count tokens", read 2026-11-29) and where a configured endpoint has it; OpenRouter and the `/anthropic` route of Bedrock's
 * runtime document none. Bedrock's CountTokens takes bodies of Converse and InvokeModel. Chat Completions and Responses have none that
 * their hosts share.
 */
export function counterFor({ api, provider }: Pick<Target, "api" | "provider">): Counter | null {
  switch (wholeOf(api)) {
    case "messages":
      return ["anthropic", "bedrock-mantle", "openai-chat"].includes(provider) ? ofMessages : null;
    case "converse":
      return ofBedrock(converseInput);
    case "invoke-model":
      return ofBedrock(invokeInput);
    default:
      return null;
  }
}

/** Members of a body that a count has too (@anthropic-ai/sdk 1.14.0: MessageCountTokensParams, and the beta's, read 2026-11-29). */
const countedMembers = [
  ...["model", "messages", "system", "tools", "tool_choice", "thinking", "output_config", "cache_control"],
  ...["context_management", "mcp_servers", "speed"],
] as const;

const ofMessages: Counter = {
  headers: [versionHeader],
  write: ({ body }, connection) => ({
    url: `${endpointOf(connection, bedrockRoute)}/messages/count_tokens`,
    body: membersOf(body, countedMembers),
  }),
  countIn: (answer) => numberAt(answer, "input_tokens"),
  isAbsent: ({ kind }) => kind === "wrong-address",
};

/** CountTokens knows foundation models, and refuses inference profiles: "The provided model doesn't support counting tokens" (recorded 2026). */
function ofBedrock(inputOf: (body: JsonObject) => JsonObject): Counter {
  return {
    headers: [],
    write: ({ body }, connection) => ({
      url: `${bedrockEndpoint(connection)}${pathOf(connection.target.providerModelId)}`,
      body: { input: inputOf(body) },
    }),
    countIn: (answer) => numberAt(answer, "inputTokens"),
    isAbsent: ({ message }) => /doesn['’]t support counting tokens/i.test(message),
  };
}

function pathOf(modelId: string): string {
  const path = bedrockModelPath(foundationModelId(modelId), "count-tokens");
  if (path !== null) return path;
  throw new ChatError(localFailure("model-not-found", `${JSON.stringify(modelId)} is not a valid Bedrock model id`));
}

/** ConverseTokensRequest has these members (Bedrock API reference and aws-sdk-bedrockruntime 1.130.0, read 2026-11-29). */
function converseInput(body: JsonObject): JsonObject {
  return { converse: membersOf(body, ["messages", "system", "toolConfig", "additionalModelRequestFields"]) };
}

/** The body is a blob: base64 in JSON. */
function invokeInput(body: JsonObject): JsonObject {
  return { invokeModel: { body: Buffer.from(JSON.stringify(body)).toString("base64") } };
}

function membersOf(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
}

function numberAt(answer: unknown, name: string): number | null {
  const count = isJsonObject(answer) ? answer[name] : null;
  return typeof count === "number" && Number.isSafeInteger(count) && count >= 0 ? count : null;
}
