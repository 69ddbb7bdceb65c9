import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { ChatRequest } from "../../chat/request.js";

/** The settings that were found in a body. */
export type Settings = Partial<Omit<ChatRequest, "model" | "messages" | "extra">>;

type Taken = { -readonly [Name in keyof Settings]: Settings[Name] };

/**
 * Takes settings out of a body. `take`: a member as a setting, unless it is absent or `decode` returns null. `read`: the names of the
 * members that were taken.
 */
export function settingsOf(body: JsonObject) {
  const settings: Taken = {};
  const read = new Set<string>();
  const take = <Name extends keyof Settings>(
    name: string,
    setting: Name,
    decode: (value: JsonValue) => Settings[Name] | null,
  ): void => {
    const value = body[name];
    const decoded = value === undefined ? null : decode(value);
    if (decoded === null || decoded === undefined) return;
    settings[setting] = decoded;
    read.add(name);
  };
  return { settings, read, take };
}

export function asNumber(value: JsonValue): number | null {
  return typeof value === "number" ? value : null;
}

export function asBoolean(value: JsonValue): boolean | null {
  return typeof value === "boolean" ? value : null;
}
