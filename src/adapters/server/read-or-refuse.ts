import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import { maxJsonDepth } from "../../wire/json.js";
import type { OpenAiError } from "../openai-chat/server/encode-error/envelope.js";
import { isNestedDeeperThan } from "../openai-chat/server/read-request/nesting.js";
import { RequestRefusal } from "../openai-chat/server/read-request/refusal.js";

/** The request is not sent to any provider; `error` names the member at fault. */
export type RefusedRequest = { readonly kind: "refused"; readonly status: 400; readonly error: OpenAiError };

/** The model name with which the router chooses; also used for a request that names no model. */
export const autoModel = "auto";

/** Reads a client's parsed body, and turns a {@link RequestRefusal} of the reader into the refused request. Other errors go through. */
export function readOrRefuse<Request>(body: unknown, read: (body: JsonObject) => Request): Request | RefusedRequest {
  try {
    return read(checkedBody(body));
  } catch (error) {
    if (error instanceof RequestRefusal) return { kind: "refused", status: 400, error: error.error };
    throw error;
  }
}

function checkedBody(given: unknown): JsonObject {
  if (!isJsonObject(given)) throw new RequestRefusal(null, "The body must be a JSON object.");
  if (isNestedDeeperThan(given, maxJsonDepth)) {
    throw new RequestRefusal(null, `The body is nested deeper than ${maxJsonDepth} levels.`);
  }
  return given;
}

/** The model that a body names, {@link autoModel} where it names none. It may be unknown, or no name at all. */
export function askedModel({ model }: JsonObject): string {
  return typeof model === "string" ? model : autoModel;
}

/** Leaves the choice to the router, with a warning, where a body that was checked names no model. */
export function prepareModel(prepared: { [name: string]: JsonValue }, warnings: Warning[]): void {
  if (prepared["model"] !== undefined) return;
  prepared["model"] = autoModel;
  warnings.push({ id: "model-missing", field: "model", message: `the request names no model: read as "${autoModel}"` });
}
