import { isJsonObject, type JsonObject } from "../chat/json.js";
import { countOf } from "./count-reply.js";
import type { AnswerFault } from "./faults/fault.js";
import { jsonRefusal, type Refusal } from "./refuse/refusal.js";
import type { ModelRequest } from "./request/model-request.js";
import type { AskingRoute, Route } from "./request/route.js";

/** A request to Bedrock's CountTokens. */
export type CountRoute = Extract<AskingRoute, { kind: "model" }> & { readonly isCount: true };

/** True for a request to Bedrock's CountTokens. */
export function isCountRoute(route: Route): route is CountRoute {
  return route.kind === "model" && route.isCount === true;
}

/**
 * The call whose tokens a request to CountTokens asks for: `input.converse`, or the base64 text of `input.invokeModel.body` (Bedrock API
 * reference, CountTokens, read 2026-11-29). `body` null: it has neither.
 */
export function countedCall(
  route: CountRoute,
  body: JsonObject | null,
): { readonly route: CountRoute; readonly body: JsonObject | null } {
  const input = body?.["input"];
  const { converse, invokeModel } = isJsonObject(input) ? input : {};
  if (isJsonObject(converse)) return { route: { ...route, api: "converse" }, body: converse };
  const blob = isJsonObject(invokeModel) ? invokeModel["body"] : null;
  return { route: { ...route, api: "invoke-model" }, body: typeof blob === "string" ? bodyIn(blob) : null };
}

/**
 * The count for Claude, which alone is documented to be counted (AWS user guide, "Count tokens", read 2026-11-29); the refusal for any
 * other model and for an inference profile (recording of pydantic-ai, 2026).
 */
export function bedrockCountReply(request: ModelRequest, faults: readonly AnswerFault[]): Refusal {
  if (request.model.startsWith("anthropic.")) return jsonRefusal(200, { inputTokens: countOf(request, faults) });
  const message = "The provided model doesn't support counting tokens.";
  return jsonRefusal(400, { message }, [["x-amzn-errortype", "ValidationException"]]);
}

function bodyIn(blob: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(blob, "base64").toString("utf8"));
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
