import { noAliases } from "../../adapter.js";
import { type Draft, draftOf, startState } from "./stream-state.js";

/** A draft before the first chunk, but for `change`. */
export function freshDraft(change: Partial<Draft> = {}): Draft {
  return Object.assign(draftOf(startState({ status: 200, requestId: null, aliases: noAliases })), change);
}
