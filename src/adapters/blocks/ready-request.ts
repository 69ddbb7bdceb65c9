import type { ChatRequest } from "../../chat/request.js";
import { type Aliases, noAliases } from "../adapter.js";
import { type Merging, type Numbered, numbered } from "./turns.js";

/**
 * A request ready to encode: its messages with their indexes, how its turns merge, and the aliases used in it. `original`: a path of
 * these messages as one of the caller's request.
 */
export type ReadyRequest = {
  readonly request: ChatRequest;
  readonly messages: readonly Numbered[];
  readonly merging: Merging;
  readonly aliases: Aliases;
  readonly original: (field: string) => string;
};

/** A request that is sent as it is. */
export function unrepaired(request: ChatRequest): ReadyRequest {
  return {
    request,
    messages: numbered(request.messages),
    merging: "tool-turns",
    aliases: noAliases,
    original: (field) => field,
  };
}
