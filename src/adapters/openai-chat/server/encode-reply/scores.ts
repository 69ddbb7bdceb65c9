import type { JsonObject } from "../../../../chat/json.js";
import { chatToken, type TokenPiece } from "../../../server/log-probabilities.js";

/** Where a whole reply has its log probabilities. */
export const scoresField = "choices[0].logprobs";

/** Whether a client asks for log probabilities. */
export function asksLogprobs({ logprobs }: JsonObject): boolean {
  return logprobs === true;
}

/** The log probabilities of a reply, one list for all of its text, as the API has them; null: none came. */
export function encodeScores(scores: readonly TokenPiece[]): JsonObject | null {
  return scores.length === 0 ? null : { content: scores.flatMap(({ tokens }) => tokens.map(chatToken)), refusal: null };
}
