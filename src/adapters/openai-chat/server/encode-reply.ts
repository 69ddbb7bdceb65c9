import type { ChatFailure } from "../../../chat/failure.js";
import { type JsonObject, withoutNulls } from "../../../chat/json.js";
import type { AssistantPart } from "../../../chat/message.js";
import type { Reply, Warning } from "../../../chat/reply.js";
import { truncatedFailure } from "../../errors/classify.js";
import { scoreWarnings, type TokenPiece } from "../../server/log-probabilities.js";
import { encodeCall } from "./encode-reply/call.js";
import { type CallForm, encodeFinish, generationFailure } from "./encode-reply/finish.js";
import { type ReplyIdentity, replyIdOf } from "./encode-reply/identity.js";
import { joinMembers, otherMembers } from "./encode-reply/other-member.js";
import { encodeReasoning } from "./encode-reply/reasoning.js";
import { encodeScores, scoresField } from "./encode-reply/scores.js";
import { encodeUsage } from "./encode-reply/usage.js";

/**
 * A reply for a client of the server. `failed`: the reply is incomplete and must not look complete, so the server
 * answers with `encodeError`. `warnings`: what this encoding could not carry over or had to add, without the warnings
 * of the reply itself.
 */
export type EncodedReply =
  | { readonly kind: "completion"; readonly body: JsonObject; readonly warnings: readonly Warning[] }
  | { readonly kind: "failed"; readonly failure: ChatFailure };

/** The log probabilities that came, and whether the client asked for them. */
type AskedScores = { readonly scores: readonly TokenPiece[]; readonly isAsked: boolean };

const noScores: AskedScores = { scores: [], isAsked: false };

/**
 * Encodes a finished reply as an OpenAI `chat.completion`. Content is null without a text part and `""` with a blank
 * one. Ids, names and arguments of calls are the provider's. What clients require is added with a warning. Default of `asked`: none came,
 * and none were asked for.
 *
 * @example
 * const encoded = encodeReply(reply, { id: "chatcmpl-1", createdSeconds: 1_700_000_000, model: "kimi-k2.5" });
 * if (encoded.kind === "completion") response.end(JSON.stringify(encoded.body));
 */
export function encodeReply(reply: Reply, identity: ReplyIdentity, asked: AskedScores = noScores): EncodedReply {
  const failure = failureOf(reply);
  if (failure !== null) return { kind: "failed", failure };
  const warnings: Warning[] = [...scoreWarnings(reply, { isAsked: asked.isAsked, field: scoresField })];
  const message = encodeMessage(reply, identity, warnings);
  const finish = encodeFinish(reply.finish, callForm(message), warnings);
  const members = withoutNulls({
    id: replyIdOf(reply.id, identity),
    object: "chat.completion",
    created: identity.createdSeconds,
    model: identity.model,
    provider: reply.upstream,
    choices: [Object.assign({ index: 0, message, logprobs: encodeScores(asked.scores) }, finish)],
    usage: reply.usage === null ? null : encodeUsage(reply.usage),
  });
  // `@openrouter/sdk` requires the member, and OpenAI sends null too (1.3.19 models/chatresult, read 2026-11-28).
  return { kind: "completion", body: Object.assign(members, { system_fingerprint: null }), warnings };
}

/** Why a reply is incomplete; null when it is complete. A reply that ended early without an error is truncated too. */
export function failureOf(reply: Reply): ChatFailure | null {
  const at = { status: reply.status, requestId: reply.requestId };
  if (reply.failure !== null) return reply.failure;
  if (reply.completeness === "complete") return generationFailure(reply.finish, at);
  const message = "the reply ended before it was whole";
  return truncatedFailure({ ...at, afterFinish: false, message, raw: null });
}

function encodeMessage({ parts }: Reply, identity: ReplyIdentity, warnings: Warning[]): JsonObject {
  const calls = ofKind(parts, "tool-call").map((part, index) => encodeCall(part, { index, identity, warnings }));
  const others = ofKind(parts, "other").flatMap(({ raw }) => otherMembers(raw, warnings));
  return Object.assign(
    { role: "assistant", content: joined(ofKind(parts, "text")), refusal: joined(ofKind(parts, "refusal")) },
    encodeReasoning(ofKind(parts, "reasoning")),
    joinMembers(others),
    calls.length === 0 ? {} : { tool_calls: calls },
  );
}

function callForm(message: JsonObject): CallForm {
  if ("tool_calls" in message) return "tool_calls";
  return "function_call" in message ? "function_call" : null;
}

function ofKind<Kind extends AssistantPart["kind"]>(
  parts: readonly AssistantPart[],
  kind: Kind,
): readonly Extract<AssistantPart, { kind: Kind }>[] {
  return parts.filter((part): part is Extract<AssistantPart, { kind: Kind }> => part.kind === kind);
}

/** The texts, joined without a separator (table row S4); null when there are none, which differs from a blank text. */
function joined(parts: readonly { readonly text: string }[]): string | null {
  return parts.length === 0 ? null : parts.map(({ text }) => text).join("");
}
