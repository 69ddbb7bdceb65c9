import type { JsonObject } from "../../../chat/json.js";
import type { CachePointPart } from "../../../chat/message.js";
import type { Warn } from "./warning-log.js";

export function encodeCachePoint({ ttl }: CachePointPart): JsonObject {
  return { cachePoint: ttl === null ? { type: "default" } : { type: "default", ttl } };
}

/** Converse has no name for a speaker. */
export function warnName(name: string | null, field: string, warn: Warn): void {
  if (name !== null)
    warn("dropped", `${field}.name`, `Converse has no speaker's name; ${JSON.stringify(name)} is not sent`);
}
