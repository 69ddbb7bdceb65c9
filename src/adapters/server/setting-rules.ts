import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { isNothing } from "../openai-chat/server/read-request/kept-members.js";
import { demand } from "../openai-chat/server/read-request/refusal.js";

/** What a setting of a request must be. `must`: in the words of a refusal, behind "must be". */
export type Rule = { readonly must: string; readonly holds: (value: JsonValue) => boolean };

export const number: Rule = { must: "a number", holds: (value) => Number.isFinite(value) };
export const integer: Rule = { must: "a whole number", holds: (value) => Number.isSafeInteger(value) };
export const limit: Rule = {
  must: "a whole number of at least 1",
  holds: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
};
export const boolean: Rule = { must: "true or false", holds: (value) => typeof value === "boolean" };
export const text: Rule = { must: "a string", holds: (value) => typeof value === "string" };
export const texts: Rule = { must: "a list of strings", holds: areTexts };
export const object: Rule = { must: "an object", holds: isJsonObject };
export const list: Rule = { must: "a list", holds: Array.isArray };
export const modelName: Rule = { must: "a name of 1 to 256 characters", holds: isModelName };

/** Refuses settings whose type is not the API's, by their rules in turn. Null counts as absent, and ranges are left to the repair. */
export function checkRules(body: JsonObject, rules: ReadonlyMap<string, Rule>): void {
  for (const [name, { must, holds }] of rules) {
    const value = body[name];
    if (!isNothing(value)) demand(holds(value), name, must);
  }
}

function isModelName(value: JsonValue): boolean {
  return typeof value === "string" && value.trim() !== "" && value.length <= 256 && !/\p{Cc}/u.test(value);
}

function areTexts(value: JsonValue): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
