import type { AskedApi } from "../../chat/api.js";
import type { JsonObject } from "../../chat/json.js";
import { unreachable } from "../../chat/unreachable.js";
import { familiesByName } from "../invoke/families.js";
import type { Behaviour } from "../profile.js";
import { apiOfDialect, type Dialect, dialectOf } from "./door.js";
import { listAt, memberOf, objectAt } from "./members.js";
import type { ModelRequest, RequestContent } from "./model-request.js";
import { readConverse } from "./read-converse.js";
import { readMessages } from "./read-messages.js";
import { readOpenAi } from "./read-openai.js";
import { readParameters } from "./read-parameters.js";
import { readResponses } from "./read-responses.js";
import { readSettings } from "./read-settings.js";
import type { AskingRoute } from "./route.js";

/** Reads a request by its route and, for InvokeModel, by the body family of the model. */
export function readModelRequest(given: {
  readonly route: AskingRoute;
  readonly body: JsonObject;
  readonly model: string;
  readonly behaviour: Behaviour | null;
  readonly isBusy: boolean;
}): ModelRequest {
  const { route, body, model, isBusy } = given;
  const api = route.kind === "model" ? route.api : apiOfDialect(route.dialect, body["stream"] === true);
  const dialect = dialectOf(api);
  return {
    ...bodyOf(api, body, given.behaviour),
    service: route.service,
    door: route.kind === "model" ? null : route.door,
    dialect,
    api,
    model,
    bodyLength: JSON.stringify(promptOf(body, dialect)).length,
    includesUsage: memberOf(objectAt(body, "stream_options") ?? {}, "include_usage") === true,
    settings: readSettings(body),
    parameters: readParameters(body),
    upstreamPin: pinOf(body),
    ignoredUpstreams: ignoredOf(body),
    isBusy,
  };
}

/** What is counted as the prompt: in the two dialects that can be asked for the count alone, no settings. */
function promptOf(body: JsonObject, dialect: Dialect): JsonObject {
  const members = promptMembers[dialect];
  return members === null ? body : Object.fromEntries(members.map((name) => [name, body[name] ?? null]));
}

const promptMembers: { readonly [dialect in Dialect]: readonly string[] | null } = {
  chat: null,
  responses: ["instructions", "input", "tools", "tool_choice", "text"],
  messages: ["system", "messages", "tools", "tool_choice"],
};

function bodyOf(api: AskedApi, body: JsonObject, behaviour: Behaviour | null): RequestContent {
  switch (api) {
    case "chat-completions":
    case "chat-completions-stream":
      return readOpenAi(body);
    case "responses":
    case "responses-stream":
      return readResponses(body);
    case "messages":
    case "messages-stream":
      return readMessages(body);
    case "converse":
    case "converse-stream":
      return readConverse(body);
    case "invoke-model":
    case "invoke-model-stream": {
      const family = behaviour?.family ?? null;
      return family === null ? emptyBody : familiesByName[family].read(body);
    }
    default:
      return unreachable(api);
  }
}

/** InvokeModel for a model without a body family is refused later. */
const emptyBody: RequestContent = { system: null, turns: [], tools: [], toolChoice: "auto", prompt: null };

function ignoredOf(body: JsonObject): readonly string[] {
  return listAt(objectAt(body, "provider") ?? {}, "ignore").filter((one) => typeof one === "string");
}

function pinOf(body: JsonObject): string | null {
  const routing = objectAt(body, "provider") ?? {};
  const slug = [...listAt(routing, "only"), ...listAt(routing, "order")][0];
  return typeof slug === "string" ? slug : null;
}
