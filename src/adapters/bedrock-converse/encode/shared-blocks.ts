import type { JsonObject } from "../../../chat/json.js";
import type { CachePointPart } from "../../../chat/message.js";
import type { Warn } from "../../blocks/warning-log.js";

/** Encodes a cache point. */
export function encodeCachePoint({ ttl }: Pick<CachePointPart, "ttl">): JsonObject {
  return { cachePoint: ttl === null ? { type: "default" } : { type: "default", ttl } };
}

/** Warns of a message's name, which Converse cannot carry. */
export function warnName(name: string | null, field: string, warn: Warn): void {
  if (name !== null)
    warn("dropped", `${field}.name`, `Converse has no name of a participant; ${JSON.stringify(name)} is not sent`);
}
