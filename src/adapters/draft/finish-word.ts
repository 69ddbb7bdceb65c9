import { finishOf } from "../../chat/finish-of.js";
import type { JsonObject } from "../../chat/json.js";
import type { Finish } from "../../chat/reply.js";
import { stringIn } from "./read-json.js";

/** The finish of a member of any body family; null: the member is absent, or has no word (`""`, `"null"`). */
export function finishIn(object: JsonObject, member: string, stopSequence: string | null = null): Finish | null {
  return finishOf({ raw: stringIn(object, member), stopSequence });
}
