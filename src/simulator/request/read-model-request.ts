import type { Api } from "../../chat/api.js";
import type { JsonObject } from "../../chat/json.js";
import { unreachable } from "../../chat/unreachable.js";
import { familiesByName } from "../invoke/families.js";
import type { Behaviour } from "../profile.js";
import { listAt, memberOf, numberAt, objectAt } from "./members.js";
import type { ModelRequest, RequestContent } from "./model-request.js";
import { readConverse } from "./read-converse.js";
import { readOpenAi } from "./read-openai.js";
import type { Route } from "./route.js";

type AskingRoute = Exclude<Route, { kind: "unknown" | "models" }>;

/** Reads a request by its route and, for InvokeModel, by the body family of the model. */
export function readModelRequest(given: {
  readonly route: AskingRoute;
  readonly body: JsonObject;
  readonly model: string;
  readonly behaviour: Behaviour | null;
}): ModelRequest {
  const { route, body, model } = given;
  const api = apiOf(route, body);
  return {
    ...bodyOf(api, body, given.behaviour),
    service: route.service,
    api,
    model,
    bodyLength: JSON.stringify(body).length,
    includesUsage: memberOf(objectAt(body, "stream_options") ?? {}, "include_usage") === true,
    tokenLimit: tokenLimitOf(body),
    temperature: numberIn(body, temperaturePlaces),
    upstreamPin: pinOf(body),
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

/** The members that hold the token limit in the bodies of the six APIs and their families. */
const tokenLimitPlaces: readonly (readonly [group: string | null, member: string])[] = [
  [null, "max_completion_tokens"],
  [null, "max_tokens"],
  [null, "max_gen_len"],
  ["inferenceConfig", "maxTokens"],
  ["inferenceConfig", "max_new_tokens"],
  ["textGenerationConfig", "maxTokenCount"],
];

const temperaturePlaces: typeof tokenLimitPlaces = [
  [null, "temperature"],
  ["inferenceConfig", "temperature"],
  ["textGenerationConfig", "temperature"],
];

/** null: the request has no limit. */
function tokenLimitOf(body: JsonObject): number | null {
  return numberIn(body, tokenLimitPlaces);
}

/** The first of the members that is a number; null: none is. */
function numberIn(body: JsonObject, places: typeof tokenLimitPlaces): number | null {
  for (const [group, member] of places) {
    const found = numberAt(group === null ? body : (objectAt(body, group) ?? {}), member);
    if (found !== null) return found;
  }
  return null;
}

function pinOf(body: JsonObject): string | null {
  const routing = objectAt(body, "provider") ?? {};
  const slug = [...listAt(routing, "only"), ...listAt(routing, "order")][0];
  return typeof slug === "string" ? slug : null;
}
