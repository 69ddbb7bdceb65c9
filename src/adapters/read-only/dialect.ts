import type { JsonObject } from "../../chat/json.js";
import type { ReplyDraft, ReplyState, Step } from "./reply-state.js";

/** One event of a stream: its JSON, and the name on its `event:` line; null: it has none. */
export type StreamEvent = { readonly payload: JsonObject; readonly name: string | null };

/** What reads the replies of one API whose streams are JSON objects. `Own`: what it keeps between events. */
export type Dialect<Own> = {
  readonly own: Own;
  /** True for a whole reply; anything else is an error or no reply. */
  readonly isReply: (body: JsonObject) => boolean;
  /** True for an event of a stream; anything else is an error or no event. */
  readonly isEvent: (payload: JsonObject) => boolean;
  /** What a body that is no reply lacks, as the end of "the body has". */
  readonly lacks: string;
  readonly decode: (state: ReplyState<Own>, body: JsonObject) => Step<Own>;
  readonly step: (state: ReplyState<Own>, event: StreamEvent) => Step<Own>;
  /** Emits what was held back, before the reply ends whole. */
  readonly close: (draft: ReplyDraft<Own>) => void;
};
