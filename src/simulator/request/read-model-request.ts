import type { Api } from "../../chat/api.js";
import type { JsonObject } from "../../chat/json.js";
import { unreachable } from "../../chat/unreachable.js";
import { familiesByName } from "../invoke/families.js";
import type { Behaviour } from "../profile.js";
import { listAt, memberOf, objectAt } from "./members.js";
import type { ModelRequest, RequestContent } from "./model-request.js";
import { readConverse } from "./read-converse.js";
import { readOpenAi } from "./read-openai.js";
import { readParameters } from "./read-parameters.js";
import { readSettings } from "./read-settings.js";
import type { Route } from "./route.js";

type AskingRoute = Exclude<Route, { kind: "unknown" | "models" }>;

/** Reads a request by its route and, for InvokeModel, by the body family of the model. */
export function readModelRequest(given: {
  readonly route: AskingRoute;
  readonly body: JsonObject;
  readonly model: string;
  readonly behaviour: Behaviour | null;
  readonly isBusy: boolean;
}): ModelRequest {
  const { route, body, model, isBusy } = given;
  const api = apiOf(route, body);
  return {
    ...bodyOf(api, body, given.behaviour),
    service: route.service,
    api,
    model,
    bodyLength: JSON.stringify(body).length,
    includesUsage: memberOf(objectAt(body, "stream_options") ?? {}, "include_usage") === true,
    settings: readSettings(body),
    parameters: readParameters(body),
    upstreamPin: pinOf(body),
    ignoredUpstreams: ignoredOf(body),
    isBusy,
  };
}

function apiOf(route: AskingRoute, body: JsonObject): Api {
  if (route.kind === "model") return route.api;
  return body["stream"] === true ? "chat-completions-stream" : "chat-completions";
}

function bodyOf(api: Api, body: JsonObject, behaviour: Behaviour | null): RequestContent {
  switch (api) {
    case "chat-completions":
    case "chat-completions-stream":
      return readOpenAi(body);
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
