import { type BlockOrder, nothingBegun } from "../../bedrock/block-order.js";
import type { ReplyDraft } from "../../read-only/reply-state.js";

/** What a reply of Cohere keeps between its events. `plan`: the text of `tool_plan` so far; null: none has come. */
export type CohereState = {
  readonly plan: string | null;
  readonly contents: BlockOrder;
  readonly calls: BlockOrder;
};

export type CohereDraft = ReplyDraft<CohereState>;

export const nothingRead: CohereState = { plan: null, contents: nothingBegun, calls: nothingBegun };
