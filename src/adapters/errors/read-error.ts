import { isJsonObject } from "../../chat/json.js";
import type { ErrorFacts } from "./error-facts.js";
import { readErrorObject } from "./error-object.js";
import { readErrorText } from "./error-text.js";
import { parseLoosely } from "./parse-loosely.js";

/**
 * Reads an error body: an object of any form ({@link readErrorObject}), alone or as the only item of a list (Gemini's
 * OpenAI endpoint), or a text ({@link readErrorText}). Never throws; `message` is null when the body has no words.
 * `headerType` is the type of `x-amzn-errortype`, which comes before those in the body; null: none.
 *
 * @example
 * readError('{"__type":"ThrottlingException","message":"Too many requests"}').types; // ["ThrottlingException"]
 */
export function readError(body: string, headerType: string | null = null): ErrorFacts {
  const parsed = parseLoosely(body);
  const only = onlyItem(parsed);
  const facts = isJsonObject(only) ? readErrorObject(only) : readErrorText(typeof parsed === "string" ? parsed : body);
  if (headerType === null) return facts;
  return { ...facts, types: [headerType, ...facts.types], code: headerType, isError: true, isFrontEnd: true };
}

/** The only item of a list; any other value as it is. */
export function onlyItem(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}
