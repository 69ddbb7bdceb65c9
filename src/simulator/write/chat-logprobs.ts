import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { Answer, LogprobsForm } from "../answer/answer.js";

/** The log probabilities of a piece of text in OpenAI's form, or as the answer's fault has them; null where none were asked for. `isFirst`: it begins the text. */
export function logprobsOfText(answer: Answer, text: string, isFirst: boolean): JsonObject | null {
  const { logprobs, oddities } = answer;
  if (logprobs === null || text === "") return null;
  const entries = tokensOf(text).map((token) => entryOf(token, logprobs, oddities.logprobs));
  if (oddities.logprobs === "lists") {
    const { tokens, token_logprobs } = { tokens: entries.map(tokenOf), token_logprobs: entries.map(() => -0.25) };
    return { tokens, token_logprobs };
  }
  return { content: oddities.logprobs === "cut" && isFirst ? entries.slice(1) : entries, refusal: null };
}

/** A word with the white space before it. One beyond ASCII is cut inside a character, as byte-pair encodings cut it. */
function tokensOf(text: string): readonly Buffer[] {
  return (text.match(/\s*\S+\s*$|\s*\S+|\s+/g) ?? []).flatMap((word) => {
    const bytes = Buffer.from(word);
    const inside = bytes.findIndex((byte) => byte >= 0x80) + 1;
    return inside === 0 ? [bytes] : [bytes.subarray(0, inside), bytes.subarray(inside)];
  });
}

function entryOf(token: Buffer, alternatives: number, form: LogprobsForm): JsonObject {
  const count = form === "bare" ? 0 : form === "fewer" ? Math.max(0, alternatives - 1) : alternatives;
  const others = Array.from({ length: count }, (_, at) => scored(at === 0 ? token : Buffer.from(` or${at}`), at, form));
  return { ...scored(token, 0, form), top_logprobs: others };
}

/** The chosen token at -0.25, each next alternative one lower. */
function scored(token: Buffer, rank: number, form: LogprobsForm): JsonObject {
  const value: JsonValue = form === "positive" ? 0.75 : -0.25 - rank;
  return {
    token: token.toString("utf8"),
    ...(form === "unnumbered" ? {} : { logprob: value }),
    bytes: [...token],
  };
}

function tokenOf({ token }: JsonObject): JsonValue {
  return token ?? null;
}
