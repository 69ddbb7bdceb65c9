import type { JsonObject } from "../../../chat/json.js";
import type { SystemMessage } from "../../../chat/message.js";
import { systemBlocks } from "../../anthropic/write-blocks.js";
import { isSystem, type Merging, type Numbered, type Turn, turnsOf } from "../../blocks/turns.js";
import type { Warn } from "../../blocks/warning-log.js";
import { encodeAssistantTurn } from "./assistant.js";
import { contentOf, warnName } from "./content.js";
import { encodeUserTurn } from "./user.js";

/**
 * Encodes the messages as `system` and `messages`. What stands before the conversation is `system`; a system message inside it
 * keeps its place, as a message with that role.
 */
export function encodeConversation(messages: readonly Numbered[], merging: Merging, warn: Warn): JsonObject {
  const found = messages.findIndex(({ message }) => !isSystem(message));
  const start = found === -1 ? messages.length : found;
  const system = messages.slice(0, start).filter(isSystemMessage);
  const written: JsonObject[] = [];
  for (const stretch of stretchesOf(messages.slice(start))) {
    written.push(...turnsOf(stretch.spoken, merging, warn).map((turn) => encodeTurn(turn, warn)));
    if (stretch.system !== null) written.push(encodeSystemInside(stretch.system, warn));
  }
  return { ...(system.length === 0 ? {} : { system: encodeSystem(system, warn) }), messages: written };
}

type SystemPlaced = Numbered<SystemMessage>;

/** Messages in a row, and the system message that follows them. */
type Stretch = { readonly spoken: readonly Numbered[]; readonly system: SystemPlaced | null };

function stretchesOf(messages: readonly Numbered[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let spoken: Numbered[] = [];
  for (const one of messages) {
    if (!isSystemMessage(one)) {
      spoken.push(one);
      continue;
    }
    stretches.push({ spoken, system: one });
    spoken = [];
  }
  return [...stretches, { spoken, system: null }];
}

function isSystemMessage(one: Numbered): one is SystemPlaced {
  return isSystem(one.message);
}

function encodeTurn(turn: Turn, warn: Warn): JsonObject {
  const content = turn.role === "user" ? encodeUserTurn(turn, warn) : encodeAssistantTurn(turn, warn);
  return { role: turn.role, content: contentOf(content) };
}

function encodeSystem(system: readonly SystemPlaced[], warn: Warn): JsonObject[string] {
  for (const { index, message } of system) warnSystem(index, message, warn);
  const parts = system.flatMap(({ message }) => message.parts);
  warnNothingToMark(system, warn);
  const [only] = parts;
  return parts.length === 1 && only?.kind === "text" ? only.text : systemBlocks(parts);
}

/**
 * Claude Opus 4.8 and later take a system message right after a user turn; earlier models answer 400
 * (platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages, read 2026-11).
 */
function encodeSystemInside({ index, message }: SystemPlaced, warn: Warn): JsonObject {
  const field = `messages[${index}]`;
  warn(
    "system-inside",
    field,
    "a system message inside the conversation is sent in its place, which not every model accepts",
  );
  warnSystem(index, message, warn);
  return { role: "system", content: contentOf(systemBlocks(message.parts)) };
}

function warnSystem(index: number, { role, name }: SystemMessage, warn: Warn): void {
  const field = `messages[${index}]`;
  if (role === "developer") warn("role-translated", field, "developer is sent as system");
  warnName(name, field, warn);
}

function warnNothingToMark(system: readonly SystemPlaced[], warn: Warn): void {
  const [first] = system.flatMap(({ index, message }) =>
    message.parts.map((part, at) => ({ part, field: `messages[${index}].parts[${at}]` })),
  );
  if (first?.part.kind !== "cache-point") return;
  warn("cache-point-dropped", first.field, "there is no block before the cache point to mark");
}
