import type { JsonValue } from "../../../chat/json.js";
import { typeWord } from "./number-mistake.js";

/** Why a body of Responses is refused. `code` and `param` null: none is sent. */
export type ResponsesMistake = {
  readonly message: string;
  readonly code: string | null;
  readonly param: string | null;
};

/** A mistake in OpenAI's words. */
export function mistake(message: string, param: string | null = null, code: string | null = null): ResponsesMistake {
  return { message, code, param };
}

/** The first mistake that `find` finds in a list; null: none. */
export function first<Item>(
  items: readonly Item[],
  find: (item: Item, at: number) => ResponsesMistake | null,
): ResponsesMistake | null {
  for (const [at, item] of items.entries()) {
    const found = find(item, at);
    if (found !== null) return found;
  }
  return null;
}

/** A value of another type than the member has. */
export function wrongType(where: string, expected: string, value: JsonValue): ResponsesMistake {
  const message = `Invalid type for '${where}': expected ${expected}, but got ${typeWord(value)} instead.`;
  return mistake(message, where, "invalid_type");
}

/** A member that is not there. */
export function missing(where: string): ResponsesMistake {
  return mistake(`Missing required parameter: '${where}'.`, where, "missing_required_parameter");
}
