import type { ChatEvent } from "../../chat/event.js";
import type { ChatFailure } from "../../chat/failure.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { textFailure } from "../errors/classify.js";
import { unsignedNotes } from "../unsigned-reasoning.js";
import { decodeBlock } from "./decode/block.js";
import { decodeFinish } from "./decode/finish.js";
import { modelInTrace } from "./decode/trace-model.js";
import { decodeUsage } from "./decode/usage.js";
import { listOf, objectOf, textOf, unknownMembers } from "./wire.js";

/**
 * The response that a body belongs to, for a possible failure. `text` is the body itself; null when not available. `signs`: the model signs its
 * reasoning, so that a block without a signature is noted; default: false.
 */
export type BodyOrigin = {
  readonly status: number | null;
  readonly requestId: string | null;
  readonly text: string | null;
  readonly signs?: boolean;
};

/**
 * Decodes a whole Converse reply into the events after `reply-start`, up to `reply-end` or `reply-failed`. A `content`
 * of `[]` is a reply without parts.
 */
export function decode(body: unknown, origin: BodyOrigin): readonly ChatEvent[] {
  if (!isJsonObject(body)) return failed("the reply is not a JSON object", origin);
  const output = objectOf(body, "output");
  if (output === null) return failed("the reply has no output", origin);
  const message = objectOf(output, "message");
  if (message === null)
    return failed(`the reply's output is ${Object.keys(output).join(", ") || "empty"}, not a message`, origin);
  const content = listOf(message, "content");
  if (content === null) return failed("the reply's message has no content", origin);
  const blocks = content.flatMap((block, part) => decodeBlock(block, part));
  return [
    ...blocks,
    ...(origin.signs === true ? unsignedNotes(blocks, (part) => `output.message.content[${part}]`) : []),
    ...roleNote(message),
    ...finishEvents(body),
    ...usageEvents(body),
    ...modelInTrace(body),
    ...unknownMembers(body, known).map((name) => unknownField(name)),
    ...unknownMembers(message, knownOfMessage).map((name) => unknownField(`output.message.${name}`)),
    { kind: "reply-end" },
  ];
}

const known = new Set([
  "output",
  "stopReason",
  "usage",
  "metrics",
  "additionalModelResponseFields",
  "trace",
  "performanceConfig",
  "serviceTier",
]);

const knownOfMessage = new Set(["role", "content"]);

function failed(message: string, origin: BodyOrigin): readonly ChatEvent[] {
  const failure: ChatFailure = textFailure({
    api: "converse",
    afterFinish: false,
    message,
    status: origin.status,
    requestId: origin.requestId,
    raw: origin.text,
  });
  return [{ kind: "reply-failed", failure }];
}

function roleNote(message: JsonObject): readonly ChatEvent[] {
  const role = textOf(message, "role");
  return role === "assistant" ? [] : [note("unexpected-role", `the message's role is ${role ?? "absent"}`)];
}

function finishEvents(body: JsonObject): readonly ChatEvent[] {
  const finish = decodeFinish(body);
  if (finish !== null) return [{ kind: "finish", finish }];
  return [note("finish-missing", "the reply has no stopReason")];
}

function usageEvents(body: JsonObject): readonly ChatEvent[] {
  const usage = objectOf(body, "usage");
  if (usage === null) return [note("usage-missing", "the reply has no usage")];
  const read = decodeUsage(usage);
  return [{ kind: "usage", usage: read.usage }, ...(read.oddity === null ? [] : [note("usage-form", read.oddity)])];
}

function unknownField(name: string): ChatEvent {
  return note("unknown-field", `the reply has a member ${name}, which is not read`);
}

function note(id: string, message: string): ChatEvent {
  return { kind: "note", note: { id, message } };
}
