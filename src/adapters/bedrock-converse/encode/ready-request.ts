import type { ChatRequest } from "../../../chat/request.js";
import type { Aliases } from "../../adapter.js";
import type { Merging, Numbered } from "./turns.js";

/** A request whose messages know their places, how its turns merge, and what was renamed in it. */
export type ReadyRequest = {
  readonly request: ChatRequest;
  readonly messages: readonly Numbered[];
  readonly merging: Merging;
  readonly aliases: Aliases;
};
