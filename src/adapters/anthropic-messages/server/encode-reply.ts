import type { JsonObject } from "../../../chat/json.js";
import type { Reply, Warning } from "../../../chat/reply.js";
import type { ReplyIdentity } from "../../openai-chat/server/encode-reply/identity.js";
import { type EncodedReply, failureOf } from "../../openai-chat/server/encode-reply.js";
import { encodeContent } from "./encode-reply/content.js";
import { encodeMessage, messageId } from "./encode-reply/message.js";
import { encodeStop } from "./encode-reply/stop.js";
import { encodeUsage } from "./encode-reply/usage.js";

/**
 * Encodes a finished reply as a `message`, with every member that Anthropic's SDK requires (@anthropic-ai/sdk 1.14.0: Message, read
 * 2026-11-29). Ids, names and arguments of calls are the provider's. What clients require is added with a warning.
 *
 * @example
 * const encoded = encodeReply(reply, { identity: { id: "5f3c", createdSeconds: 1_700_000_000, model: "kimi-k2.5" }, body });
 * if (encoded.kind === "completion") response.end(JSON.stringify(encoded.body));
 */
export function encodeReply(
  reply: Reply,
  { identity }: { readonly identity: ReplyIdentity; readonly body: JsonObject },
): EncodedReply {
  const failure = failureOf(reply);
  if (failure !== null) return { kind: "failed", failure };
  const warnings: Warning[] = [];
  const { parts } = reply;
  const content = encodeContent(parts, { identity, warnings });
  const said = {
    calls: parts.some(({ kind }) => kind === "tool-call"),
    refusal: parts.flatMap((part) => (part.kind === "refusal" ? [part.text] : [])).join("") || null,
  };
  const message = encodeMessage(
    { id: messageId(reply.id, identity), model: identity.model, upstream: reply.upstream },
    { content, stop: encodeStop(reply.finish, said, warnings), usage: encodeUsage(reply.usage, warnings) },
  );
  return { kind: "completion", body: message, warnings };
}
