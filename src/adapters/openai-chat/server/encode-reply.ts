import type { ChatFailure } from "../../../chat/failure.js";
import { type JsonObject, withoutNulls } from "../../../chat/json.js";
import type { AssistantPart } from "../../../chat/message.js";
import type { Reply, Warning } from "../../../chat/reply.js";
import { truncatedFailure } from "../../errors/classify.js";
import { encodeCall } from "./encode-reply/call.js";
import { type CallForm, encodeFinish, generationFailure } from "./encode-reply/finish.js";
import { type ReplyIdentity, replyIdOf } from "./encode-reply/identity.js";
import { joinMembers, otherMembers } from "./encode-reply/other-member.js";
import { encodeReasoning } from "./encode-reply/reasoning.js";
import { encodeUsage } from "./encode-reply/usage.js";

/**
 * A reply as a client of the server gets it. `failed`: it is no whole reply, and must not look like one; the server
 * answers with `encodeError`. `warnings` are what this encoding could not carry over or had to add; those of the
 * reply itself are not among them.
 */
export type EncodedReply =
  | { readonly kind: "completion"; readonly body: JsonObject; readonly warnings: readonly Warning[] }
  | { readonly kind: "failed"; readonly failure: ChatFailure };

/**
 * A finished reply as an OpenAI `chat.completion`. Content is null where no text part came, and `""` where a blank one
 * did. Ids, names and arguments of calls are the provider's; what clients cannot do without is added with a warning.
 */
export function encodeReply(reply: Reply, identity: ReplyIdentity): EncodedReply {
  const failure = failureOf(reply);
  if (failure !== null) return { kind: "failed", failure };
  const warnings: Warning[] = [];
  const message = encodeMessage(reply, identity, warnings);
  const finish = encodeFinish(reply.finish, callForm(message), warnings);
  const body = withoutNulls({
    id: replyIdOf(reply.id, identity),
    object: "chat.completion",
    created: identity.createdSeconds,
    model: identity.model,
    provider: reply.upstream,
    choices: [Object.assign({ index: 0, message, logprobs: null }, finish)],
    usage: reply.usage === null ? null : encodeUsage(reply.usage),
  });
  return { kind: "completion", body, warnings };
}

/** Why a reply is no whole one; null: it is. A reply that was cut without a word about it is cut all the same. */
function failureOf(reply: Reply): ChatFailure | null {
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

/** Texts with nothing between them (table row S4); null where there is none, which is not a blank one. */
function joined(parts: readonly { readonly text: string }[]): string | null {
  return parts.length === 0 ? null : parts.map(({ text }) => text).join("");
}
