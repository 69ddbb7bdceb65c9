import type { JsonObject } from "../../chat/json.js";

/** The names that are one of `known` but for one character, as damage makes them: their counts are missed. Gateways add others. */
export function damagedNames(counts: JsonObject, known: readonly string[]): readonly string[] {
  return Object.keys(counts).filter((name) => !known.includes(name) && known.some(isAlmost(name)));
}

/** True for a name of the same length that differs in one character. */
function isAlmost(name: string): (known: string) => boolean {
  return (known) =>
    known.length === name.length && [...known].filter((character, at) => character !== name[at]).length === 1;
}
