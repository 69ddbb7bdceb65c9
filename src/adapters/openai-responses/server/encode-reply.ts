import type { JsonObject } from "../../../chat/json.js";
import type { AssistantPart } from "../../../chat/message.js";
import type { Reply, Warning } from "../../../chat/reply.js";
import { unreachable } from "../../../chat/unreachable.js";
import { type EncodedReply, failureOf } from "../../openai-chat/server/encode-reply.js";
import { scoreWarnings, type TokenPiece } from "../../server/log-probabilities.js";
import { encodeFinish } from "./encode-reply/finish.js";
import { callItem, type ItemPlace, messageItem, otherItem, reasoningItem } from "./encode-reply/items.js";
import { type Asked, type ResponseState, responseObject } from "./encode-reply/response-object.js";
import { asksLogprobs, scoresField, scoresOfTexts } from "./encode-reply/scores.js";
import { encodeUsage } from "./encode-reply/usage.js";
import { offeredTools } from "./offered-tools.js";

/**
 * Encodes a finished reply as a response, one output item for each of its parts, in their order. Ids of items are the server's; ids of
 * calls and their arguments are the provider's. What clients require and the provider did not send is added with a warning. A blank text
 * is an item only where the reply has nothing else, since clients show every message.
 */
export function encodeReply(reply: Reply, asked: Asked & { readonly scores?: readonly TokenPiece[] }): EncodedReply {
  const failure = failureOf(reply);
  if (failure !== null) return { kind: "failed", failure };
  const isAsked = asksLogprobs(asked.body);
  const warnings: Warning[] = [...scoreWarnings(reply, { isAsked, field: scoresField })];
  const scores = scoresOfTexts(reply.parts, asked.scores ?? []);
  const { identity } = asked;
  const ending = encodeFinish(reply.finish, warnings);
  const tools = offeredTools(asked.body["tools"]);
  const said = reply.parts.filter(saysSomething);
  const parts = said.length > 0 ? said : reply.parts;
  const output: JsonObject[] = [];
  for (const [at, part] of parts.entries()) {
    const status = at === parts.length - 1 ? ending.status : "completed";
    const item = itemOf(part, status, {
      ...{ index: output.length, identity, tools, warnings },
      tokens: scores.get(part) ?? [],
    });
    if (item !== null) output.push(item);
  }
  const usage = encodeUsage(reply.usage, warnings);
  const state: ResponseState = {
    ...{ status: ending.status, usage, completedSeconds: identity.createdSeconds },
    incompleteDetails: ending.incomplete_details,
  };
  return { kind: "completion", body: responseObject(asked, state, output), warnings };
}

/** False for a part that clients would show as an empty message. */
export function saysSomething(part: AssistantPart): boolean {
  return (part.kind !== "text" && part.kind !== "refusal") || part.text !== "";
}

function itemOf(part: AssistantPart, status: "completed" | "incomplete", place: ItemPlace): JsonObject | null {
  switch (part.kind) {
    case "text":
    case "refusal":
      return messageItem(part, status, place);
    case "reasoning":
      return reasoningItem(part, null, place);
    case "tool-call":
      return callItem(part, status, place);
    case "other":
      return otherItem(part, place);
    case "cache-point":
      return null;
    default:
      return unreachable(part);
  }
}
