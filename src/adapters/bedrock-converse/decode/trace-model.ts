import type { ChatEvent } from "../../../chat/event.js";
import type { JsonObject } from "../../../chat/json.js";
import { objectOf, textOf } from "../wire.js";

/**
 * The model that a prompt router chose, as `reply-info`; empty without such a trace, because Converse names no model
 * otherwise.
 */
export function modelInTrace(body: JsonObject): readonly ChatEvent[] {
  const trace = objectOf(body, "trace");
  const router = trace === null ? null : objectOf(trace, "promptRouter");
  const model = router === null ? null : textOf(router, "invokedModelId");
  return model === null ? [] : [{ kind: "reply-info", id: null, model, upstream: null }];
}
