import type { JsonValue } from "../../../chat/json.js";
import type { OtherChoice } from "../../other-choices.js";
import type { ReplyDraft } from "../../read-only/reply-state.js";

/**
 * What a reply of Gemini keeps between its chunks. `call`: a call whose arguments come in pieces, and what they make so far; null: none.
 * `calls`: how many have begun. `others`: candidates that are not read.
 */
export type GeminiState = {
  readonly call: { readonly key: string; readonly value: JsonValue | null } | null;
  readonly calls: number;
  readonly others: readonly OtherChoice[];
};

export type GeminiDraft = ReplyDraft<GeminiState>;

export const nothingRead: GeminiState = { call: null, calls: 0, others: [] };
