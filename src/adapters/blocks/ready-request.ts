import type { ChatRequest } from "../../chat/request.js";
import type { Aliases } from "../adapter.js";
import type { Merging, Numbered } from "./turns.js";

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
