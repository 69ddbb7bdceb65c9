import type { ChatRequest } from "../../../chat/request.js";

/** The settings that were read, and the names of the members that they say whole: the others stay in `extra`. */
export type ReadSettings = {
  readonly settings: Partial<Omit<ChatRequest, "model" | "messages" | "extra">>;
  readonly read: ReadonlySet<string>;
};
