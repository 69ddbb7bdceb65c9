import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { Message, SystemMessage, ToolMessage } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import { arrayIn, booleanIn, stringIn } from "../../draft/read-json.js";
import { assistantParts, blocksOf, cachePoint, resultParts, systemParts, userParts } from "./parts.js";
import type { Place } from "./place.js";

/** Decodes the system prompt and the messages of a Messages body, or the prompt of Claude 2. */
export function readConversation(body: JsonObject, warnings: Warning[]): readonly Message[] {
  const prompt = stringIn(body, "prompt");
  if (prompt !== null) return [{ role: "user", parts: [{ kind: "text", text: prompt }], name: null }];
  const system = readSystem(body["system"], { field: "system", warnings });
  const spoken = (arrayIn(body, "messages") ?? []).flatMap((message, at): readonly Message[] => {
    const field = `messages[${at}]`;
    if (isJsonObject(message)) return readTurn(message, { field, warnings });
    warnings.push({ id: "message-dropped", field, message: "a message that is not an object" });
    return [];
  });
  return system.parts.length === 0 ? spoken : [system, ...spoken];
}

type At = { readonly field: string; readonly warnings: Warning[] };

function readSystem(content: JsonValue | undefined, at: At): SystemMessage {
  const parts = blocksOf(content, at).flatMap(([block, place]) => systemParts(block, place));
  return { role: "system", parts, name: null };
}

/** A system message may stand between turns too (beta mid-conversation-system). */
function readTurn(message: JsonObject, at: At): readonly Message[] {
  const role = stringIn(message, "role");
  const content = { ...at, field: `${at.field}.content` };
  switch (role) {
    case "system":
      return [readSystem(message["content"], content)];
    case "assistant": {
      const parts = blocksOf(message["content"], content).flatMap(([block, place]) => assistantParts(block, place));
      return [{ role, parts, name: null }];
    }
    case "user":
    case null:
      return readUserTurn(message, content);
    default:
      at.warnings.push({ id: "message-dropped", field: at.field, message: `a message of the role ${role}` });
      return [];
  }
}

/** The results come first, as the API demands of a message that has both. */
function readUserTurn(message: JsonObject, content: At): readonly Message[] {
  const blocks = blocksOf(message["content"], content);
  const isResult = ([block]: (typeof blocks)[number]) => stringIn(block, "type") === "tool_result";
  const results = blocks.filter(isResult);
  const rest = blocks.filter((block) => !isResult(block)).flatMap(([block, place]) => userParts(block, place));
  const messages = results.map(([block, place]) => toolMessage(block, place, content.warnings));
  if (rest.length === 0 && results.length > 0) return messages;
  return [...messages, { role: "user", parts: rest, name: null }];
}

function toolMessage(block: JsonObject, { field }: Place, warnings: Warning[]): ToolMessage {
  const failed = booleanIn(block, "is_error");
  const parts = blocksOf(block["content"], { field: `${field}.content`, warnings }).flatMap(([inner, place]) =>
    resultParts(inner, place),
  );
  return {
    role: "tool",
    toolCallId: stringIn(block, "tool_use_id"),
    toolName: null,
    parts: [...parts, ...cachePoint(block)],
    status: failed === null ? null : failed ? "error" : "success",
  };
}
