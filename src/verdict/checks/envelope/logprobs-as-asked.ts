import { textOf } from "../../../chat/read-reply.js";
import type { Reply, ReplyLogprobs } from "../../../chat/reply.js";
import type { ChatRequest } from "../../../chat/request.js";
import { isBlank } from "../../compare-text.js";
import { answerTextOf } from "../../visible-text.js";
import { bad, type Check, type CheckFinding, note } from "../check.js";
import { mustOrNote, openai } from "../rule.js";

/**
 * Log probabilities come where they were asked for: an entry for each token of the text, with a value and with alternatives. Not where the API
 * has no place for them, which a warning says, and not in a reply without an answer in text. A note: fewer alternatives than asked for, which the
 * source allows, and entries of tokens that are not in the text.
 */
export const envelopeLogprobsAsAsked: Check = {
  id: "envelope/logprobs-as-asked",
  claim: "log probabilities that were asked for come with every token of the text",
  rule: mustOrNote(
    openai(
      "ChatCompletionCreateParams.logprobs: of each output token in the content; top_logprobs: in some cases fewer; ChatCompletionTokenLogprob",
    ),
  ),
  needsWholeReply: true,
  explainedBy: ["message-missing", "nested-reply"],
  run: ({ turn: { request, reply } }) => {
    const asked = alternativesAsked(request);
    if (asked === null || reply.warnings.some(({ field }) => field === "logprobs") || isBlank(answerTextOf(reply)))
      return null;
    if (reply.logprobs === null) return [missing("none", "log probabilities were asked for, and none came")];
    return [...oddForms(reply.logprobs), ...tokensOf(reply, reply.logprobs), ...alternatives(reply.logprobs, asked)];
  },
};

/** How many alternatives to each token; null: no log probabilities were asked for. A recorded request may have them in its own form. */
function alternativesAsked({ logprobs, extra }: ChatRequest): number | null {
  if (logprobs !== null || extra["logprobs"] !== true) return logprobs;
  const asked = extra["top_logprobs"];
  return typeof asked === "number" ? asked : 0;
}

function oddForms({ oddities }: ReplyLogprobs): readonly CheckFinding[] {
  return oddities.map(({ kind, seen }) =>
    kind === "other-form"
      ? missing(kind, `not as a list of content: ${seen}`)
      : bad("logprobs-invalid", kind, `${words[kind]}: ${seen}`),
  );
}

const words = {
  "no-token": "an entry without a token",
  "no-number": "an entry without a value",
  "above-zero": "a probability of more than 1",
} as const;

function tokensOf(reply: Reply, { tokens, text, oddities }: ReplyLogprobs): readonly CheckFinding[] {
  const [joined, shown] = [plain(text), plain(textOf(reply))];
  if (joined === shown || oddities.some(({ kind }) => kind === "other-form" || kind === "no-token")) return [];
  const counted = `${tokens} ${tokens === 1 ? "token" : "tokens"}`;
  // Reasoning that a service writes into the text, in tags, has the marks of a template in the tokens.
  if (joined.includes(plain(answerTextOf(reply)))) {
    return [note("logprobs-invalid", "beyond-text", `${counted} have more than the text: ${quoted(joined)}`)];
  }
  return [missing("text", `${counted} do not join to the text: ${quoted(joined)} of ${quoted(shown)}`)];
}

/** White space around a text is often removed; a character that a limit cuts has bytes in the tokens alone. */
function plain(text: string): string {
  return text.replaceAll("\uFFFD", "").trim();
}

function alternatives(logprobs: ReplyLogprobs, asked: number): readonly CheckFinding[] {
  const { fewestAlternatives: fewest, mostAlternatives: most } = logprobs;
  if (fewest === null || most === null || fewest >= asked) return [];
  const seen = `${asked} alternatives to each token were asked for, `;
  if (most === 0) return [missing("alternatives", `${seen}none came`)];
  return [note("logprobs-missing", "alternatives", `${seen}${fewest} came at the least and ${most} at the most`)];
}

function missing(cause: string, seen: string): CheckFinding {
  return bad("logprobs-missing", cause, seen);
}

function quoted(text: string): string {
  return JSON.stringify(text.length <= 80 ? text : `${text.slice(0, 79)}…`);
}
