import type { JsonObject } from "../../chat/json.js";
import type { WireHeaders } from "../../wire/exchange.js";
import { type Answer, callsOf, joinedReasoning } from "../answer/answer.js";
import { servingUpstream } from "../request/serving-upstream.js";
import { type ChatDialect, chatDialect } from "./chat-dialect.js";
import { logprobsOfText } from "./chat-logprobs.js";
import { chatUsage, contentOf, finishMembers, reasoningDetails } from "./chat-members.js";
import { type Draft, textPiece, type WriteContext } from "./piece.js";

/** Writes a `chat.completion` in one piece. The gateway sends white space before it to keep the connection open. */
export function writeChat(answer: Answer, context: WriteContext): Draft {
  const dialect = chatDialect(context);
  const keepAlive = dialect.gateway ? "\n         \n".repeat(1 + context.random.below(4)) : "";
  return {
    framing: "json",
    headers: [["content-type", "application/json"], ...chatHeaders(context, dialect)],
    pieces: [
      ...(keepAlive === "" ? [] : [textPiece("comment", keepAlive)]),
      textPiece("whole", JSON.stringify(completion(answer, context, dialect))),
    ],
  };
}

/** The request id header of the service. */
export function chatHeaders(context: WriteContext, dialect: ChatDialect): WireHeaders {
  if (dialect.gateway) return [["x-generation-id", dialect.id]];
  const name = context.request.service === "bedrock-openai" ? "x-amzn-requestid" : "x-request-id";
  return [[name, context.requestId]];
}

/** OpenRouter's `provider`: the upstream that the request leads to, unless a fault names another. */
export function upstreamOf(answer: Answer, { request, behaviour }: WriteContext): string {
  return answer.oddities.upstream ?? servingUpstream(request, behaviour) ?? behaviour.upstream;
}

function completion(answer: Answer, context: WriteContext, dialect: ChatDialect): JsonObject {
  return {
    id: dialect.id,
    object: "chat.completion",
    created: dialect.created,
    model: dialect.model,
    ...(dialect.gateway ? { provider: upstreamOf(answer, context), system_fingerprint: null } : {}),
    choices: Array.from({ length: answer.choices }, (_, index) => ({
      ...{ index, logprobs: logprobsOfText(answer, textOf(answer), true) },
      ...finishMembers(answer.finish, dialect),
      message: messageOf(answer, dialect),
    })),
    ...(answer.usage === null ? {} : { usage: chatUsage(answer, dialect) }),
  };
}

function messageOf(answer: Answer, dialect: ChatDialect): JsonObject {
  const calls = callsOf(answer);
  const refusal = answer.parts.flatMap((part) => (part.kind === "refusal" ? [part.text] : [])).join("");
  return {
    role: "assistant",
    content: contentOf(answer, dialect),
    refusal: refusal === "" ? null : refusal,
    ...reasoningMembers(answer, dialect),
    ...(calls.length === 0
      ? {}
      : {
          tool_calls: calls.map((call, index) => ({
            type: "function",
            index,
            ...(call.id === null ? {} : { id: call.id }),
            function: { name: call.name, arguments: call.argumentsText },
          })),
        }),
  };
}

function textOf({ parts }: Answer): string {
  return parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}

function reasoningMembers(answer: Answer, dialect: ChatDialect): JsonObject {
  const text = joinedReasoning(answer.parts);
  if (dialect.reasoning === "tag") return {};
  if (dialect.reasoning === "reasoning_content") return text === null ? {} : { reasoning_content: text };
  const signature = answer.parts.find((part) => part.kind === "reasoning")?.signature ?? null;
  if (text === null) return dialect.gateway ? { reasoning: null } : {};
  return {
    reasoning: text,
    ...(dialect.gateway ? { reasoning_details: reasoningDetails(text, signature, dialect) } : {}),
  };
}
