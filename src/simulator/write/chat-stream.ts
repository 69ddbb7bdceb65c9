import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { Answer, AnswerCall, AnswerPart } from "../answer/answer.js";
import { callsOf } from "../answer/answer.js";
import { chatHeaders, upstreamOf } from "./chat.js";
import { type ChatDialect, chatDialect } from "./chat-dialect.js";
import { logprobsOfText } from "./chat-logprobs.js";
import { chatUsage, finishMembers, reasoningDetails } from "./chat-members.js";
import {
  argumentDeltas,
  type Draft,
  deltasOf,
  type Mark,
  type Piece,
  ssePiece,
  textPiece,
  type WriteContext,
} from "./piece.js";

/** Writes a stream of `chat.completion.chunk`, closed by `[DONE]`. */
export function writeChatStream(answer: Answer, context: WriteContext): Draft {
  const dialect = chatDialect(context);
  const chunk = (mark: Mark, choices: readonly JsonValue[], members: JsonObject = {}): Piece =>
    ssePiece(mark, { ...envelope(answer, context, dialect), choices, ...members });
  const comments = dialect.gateway ? 1 + context.random.below(3) : 0;
  return {
    framing: "sse",
    headers: [["content-type", "text/event-stream"], ...chatHeaders(context, dialect)],
    pieces: [
      ...Array.from({ length: comments }, () => textPiece("comment", ": OPENROUTER PROCESSING\n\n")),
      ...scoredDeltas(answer, dialect).flatMap((scored, at) =>
        indexesOf(answer).map((index) =>
          chunk(at === 0 ? "start" : "delta", [{ index, ...scored, ...finishMembers("missing", dialect) }]),
        ),
      ),
      ...ending(answer, dialect, chunk),
      textPiece("terminator", "data: [DONE]\n\n"),
    ],
  };
}

type WriteChunk = (mark: Mark, choices: readonly JsonValue[], members?: JsonObject) => Piece;

/** The gateway sends its finish reason twice, the second time with usage (206 of 269 recorded streams); others send it once. */
function ending(answer: Answer, dialect: ChatDialect, chunk: WriteChunk): readonly Piece[] {
  const delta = dialect.gateway ? { content: "", role: "assistant" } : {};
  const others = indexesOf(answer)
    .slice(1)
    .map((index) => chunk("delta", [{ index, delta, ...finishMembers(answer.finish, dialect) }]));
  return [...others, ...endingOfFirst(answer, dialect, chunk)];
}

/** The choices of a stream come in turns, each with its index. */
function indexesOf({ choices }: Answer): readonly number[] {
  return Array.from({ length: choices }, (_, index) => index);
}

function endingOfFirst(answer: Answer, dialect: ChatDialect, chunk: WriteChunk): readonly Piece[] {
  const choice = { index: 0, delta: dialect.gateway ? { content: "", role: "assistant" } : {} };
  const finish = { ...choice, ...finishMembers(answer.finish, dialect) };
  const usage: JsonObject = answer.usage === null ? {} : { usage: chatUsage(answer, dialect) };
  const again = answer.oddities.finishTwice ? [chunk("usage", [finish])] : [];
  if (dialect.streamUsage === "with-choices") {
    return [chunk("finish", [finish]), ...again, ...(answer.usage === null ? [] : [chunk("usage", [finish], usage)])];
  }
  const apart = dialect.streamUsage === "apart" && answer.usage !== null ? [chunk("usage", [], usage)] : [];
  return [chunk("finish", [finish]), ...again, ...apart];
}

function envelope(answer: Answer, context: WriteContext, dialect: ChatDialect): JsonObject {
  return {
    id: dialect.id,
    object: "chat.completion.chunk",
    created: dialect.created,
    model: dialect.model,
    ...(dialect.gateway ? { provider: upstreamOf(answer, context) } : {}),
  };
}

/** The deltas before the finish. The first one always has the role. */
function deltas(answer: Answer, dialect: ChatDialect): readonly JsonObject[] {
  const calls = callsOf(answer);
  const partDeltas = answer.parts.flatMap((part): readonly JsonObject[] =>
    part.kind === "call" ? callDeltas(part, calls.indexOf(part), answer) : wordDeltas(part, dialect),
  );
  return dialect.gateway
    ? (partDeltas.length === 0 ? [{}] : partDeltas).map((delta) => ({ content: "", role: "assistant", ...delta }))
    : [{ role: "assistant", content: "" }, ...partDeltas];
}

/** Each delta with the log probabilities of its text, where they were asked for. */
function scoredDeltas(answer: Answer, dialect: ChatDialect): readonly JsonObject[] {
  const all = deltas(answer, dialect);
  if (answer.logprobs === null) return all.map((delta) => ({ delta }));
  const first = all.findIndex(({ content }) => typeof content === "string" && content !== "");
  return all.map((delta, at) => {
    const { content } = delta;
    return { delta, logprobs: typeof content === "string" ? logprobsOfText(answer, content, at === first) : null };
  });
}

function wordDeltas(part: Exclude<AnswerPart, AnswerCall>, dialect: ChatDialect): readonly JsonObject[] {
  if (part.kind === "refusal") return deltasOf(part.text).map((refusal) => ({ refusal }));
  if (part.kind === "text") return deltasOf(part.text).map((content) => ({ content }));
  const words = deltasOf(part.text);
  if (dialect.reasoning === "tag") {
    return ["<reasoning>", ...words, "</reasoning>"].map((content) => ({ content }));
  }
  if (dialect.reasoning === "reasoning_content") return words.map((text) => ({ reasoning_content: text }));
  const texts = words.map((reasoning) =>
    dialect.gateway ? { reasoning, reasoning_details: reasoningDetails(reasoning, null, dialect) } : { reasoning },
  );
  if (part.signature === null || !dialect.gateway) return texts;
  return [...texts, { reasoning: null, reasoning_details: reasoningDetails("", part.signature, dialect) }];
}

/** Only the first delta has id and name (1452 of 1461 recorded tool chunks have no id). */
function callDeltas(called: AnswerCall, number: number, { oddities }: Answer): readonly JsonObject[] {
  const first = {
    ...indexMember(number, 0, oddities.callIndex),
    ...(called.id === null ? {} : { id: called.id }),
    type: "function",
    function: { name: called.name, arguments: "" },
  };
  const later = argumentDeltas(called.argumentsText).map((text, piece) => ({
    ...indexMember(number, piece + 1, oddities.callIndex),
    ...(oddities.callIndex === "split" && called.id !== null ? { id: called.id } : {}),
    function: { arguments: text },
  }));
  const odd = number === 0 ? (oddities.contentWithCalls ?? null) : null;
  return [first, ...later].map((call, piece) => ({ content: piece === 0 ? odd : null, tool_calls: [call] }));
}

function indexMember(number: number, piece: number, how: Answer["oddities"]["callIndex"]): JsonObject {
  if (how === "missing") return {};
  if (how === "reused") return { index: 0 };
  return { index: how === "split" && piece > 1 ? number + 1 : number };
}
