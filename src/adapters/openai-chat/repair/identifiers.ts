import type { AssistantPart, Message } from "../../../chat/message.js";
import type { ChatRequest } from "../../../chat/request.js";
import { type Aliases, noAliases } from "../../adapter.js";
import { idsIn, toolCallIdPattern } from "../../openai/limits.js";
import {
  aliasNames,
  letters,
  type Renaming,
  rename,
  renamed,
  renameNames,
  reverse,
} from "../../openai/repair/aliases.js";
import type { Repairing } from "../../openai/repair/repairing.js";

/**
 * Gives an alias to every tool-call id and tool name that the service refuses. An alias is a hash of the whole id, never
 * its first letters, because the ids of one service begin alike (`tooluse_…`). It is the same in every turn of a
 * conversation, and differs from all other ids and aliases in it.
 */
export function aliasIdentifiers(
  request: ChatRequest,
  repairing: Repairing,
): { readonly request: ChatRequest; readonly aliases: Aliases } {
  const ids = aliasIds(request, repairing);
  const names = aliasNames(request, repairing);
  if (ids.size === 0 && names.size === 0) return { request, aliases: noAliases };
  const messages = request.messages.map((message) => renameIds(message, ids));
  const aliases = { toolCallIds: reverse(ids), toolNames: reverse(names) };
  return { request: renameNames({ ...request, messages }, names), aliases };
}

function aliasIds(request: ChatRequest, repairing: Repairing): Renaming {
  const pattern = toolCallIdPattern(repairing.target);
  if (pattern === null) return new Map();
  return rename(idsIn(request.messages), {
    pattern,
    candidate: (id, salt) => letters(`${id}\n${salt}`, 9),
    what: "tool-call-id",
    repairing,
  });
}

function renameIds(message: Message, ids: Renaming): Message {
  if (message.role === "tool") return { ...message, toolCallId: renamed(ids, message.toolCallId) };
  if (message.role !== "assistant") return message;
  const rename = (part: AssistantPart): AssistantPart =>
    part.kind === "tool-call" ? { ...part, id: renamed(ids, part.id) } : part;
  return { ...message, parts: message.parts.map(rename) };
}
