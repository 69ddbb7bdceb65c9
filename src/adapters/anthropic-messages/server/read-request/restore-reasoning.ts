import type { JsonObject, JsonValue } from "../../../../chat/json.js";
import type { AssistantMessage, AssistantPart, Message, ReasoningPart } from "../../../../chat/message.js";
import type { Warning } from "../../../../chat/reply.js";
import { clearMembers } from "../../../openai-chat/server/read-request/details.js";
import { readReplayedReasoning } from "../../../openai-chat/server/read-request/replayed-reasoning.js";
import { clientPath } from "../client-words.js";
import { unpackOpaque } from "../opaque-reasoning.js";

/**
 * Restores reasoning that clients send back as `encodeReply` wrote it: what another vendor's reasoning holds stands packed in the
 * signature or in redacted data. A blank signature is none. Members of restored details that choose whom to ask are left out, with a
 * warning.
 */
export function restoreReasoning(
  messages: readonly Message[],
  body: JsonObject,
  warnings: Warning[],
): readonly Message[] {
  return messages.map((message, index) =>
    message.role === "assistant" && message.parts.some(({ kind }) => kind === "reasoning")
      ? restored(message, (at) => clientPath(`messages[${index}].parts[${at}]`, body) ?? "", warnings)
      : message,
  );
}

function restored(message: AssistantMessage, pathOf: (at: number) => string, warnings: Warning[]): AssistantMessage {
  const parts = message.parts.map(
    (part, at): AssistantPart => (part.kind === "reasoning" ? unpacked(part, pathOf(at), warnings) : part),
  );
  const all = { ...message, parts };
  // Details are one list of their message, whose texts replace the text beside them.
  if (!parts.some((part) => part.kind === "reasoning" && part.field === "reasoning_details")) return all;
  const [whole] = readReplayedReasoning([all]);
  return whole?.role === "assistant" ? whole : all;
}

function unpacked(part: ReasoningPart, path: string, warnings: Warning[]): ReasoningPart {
  const sealed = unpackOpaque(part.signature) ?? unpackOpaque(part.redacted);
  if (sealed !== null) {
    const { opaque, isGivenUp } = sealed;
    // The part stays, blank, so that those behind it keep their places.
    if (isGivenUp) return { ...part, ...opaque, text: null };
    const details = opaque.details === null ? null : cleared(opaque.details, path, warnings);
    return { ...part, ...opaque, details, field: details === null ? opaque.field : fieldOf(opaque.field) };
  }
  const signature = part.signature === "" ? null : part.signature;
  const isOpen = signature === null && part.redacted === null;
  return { ...part, signature, field: isOpen ? null : part.field };
}

/** Details of a member that also has text are OpenRouter's, whatever the text came in; items of Responses keep their name. */
function fieldOf(field: string | null): string {
  return field === "reasoning-item" ? field : "reasoning_details";
}

function cleared(details: readonly JsonValue[], path: string, warnings: Warning[]): readonly JsonValue[] {
  const found: Warning[] = [];
  const kept = details.map((detail) => clearMembers(detail, path, found));
  // What stands inside packed data has no path of the client's.
  warnings.push(...found.map((warning) => ({ ...warning, field: path })));
  return kept;
}
