import { createHash } from "node:crypto";
import type { AssistantPart, Message } from "../../../chat/message.js";
import type { ChatRequest } from "../../../chat/request.js";
import { type Aliases, noAliases } from "../../adapter.js";
import { idsIn, toolCallIdPattern, toolNamePattern } from "../encode/limits.js";
import type { Repairing } from "./refusal.js";

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
  const renamed: ChatRequest = {
    ...request,
    messages: request.messages.map((message) => renameMessage(message, ids, names)),
    tools: request.tools?.map((tool) => ({ ...tool, name: names.get(tool.name) ?? tool.name })) ?? null,
    toolChoice:
      request.toolChoice?.kind === "tool"
        ? { kind: "tool", name: names.get(request.toolChoice.name) ?? request.toolChoice.name }
        : request.toolChoice,
  };
  return { request: renamed, aliases: { toolCallIds: reverse(ids), toolNames: reverse(names) } };
}

type Renaming = ReadonlyMap<string, string>;

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

function aliasNames(request: ChatRequest, repairing: Repairing): Renaming {
  return rename(namesIn(request), {
    pattern: toolNamePattern,
    candidate: (name, salt) =>
      `${name.replaceAll(/[^a-zA-Z0-9_-]/g, "_").slice(0, 55)}_${letters(`${name}\n${salt}`, 8)}`,
    what: "tool-name",
    repairing,
  });
}

type Named = { readonly id: string; readonly field: string };

function rename(
  found: readonly Named[],
  how: {
    readonly pattern: RegExp;
    readonly candidate: (id: string, salt: number) => string;
    readonly what: string;
    readonly repairing: Repairing;
  },
): Renaming {
  const taken = new Set(found.map(({ id }) => id));
  const aliases = new Map<string, string>();
  for (const { id, field } of found) {
    if (how.pattern.test(id) || aliases.has(id)) continue;
    const alias = freeAlias((salt) => how.candidate(id, salt), taken);
    if (!how.pattern.test(alias)) return how.repairing.refuse(field, `no alias matches ${how.pattern.source}`);
    taken.add(alias);
    aliases.set(id, alias);
    how.repairing.changed(`${how.what}-aliased`, field, `${JSON.stringify(id)} is sent as ${JSON.stringify(alias)}`);
  }
  return aliases;
}

function freeAlias(candidate: (salt: number) => string, taken: ReadonlySet<string>): string {
  let salt = 0;
  while (taken.has(candidate(salt))) salt += 1;
  return candidate(salt);
}

function namesIn({ messages, tools, toolChoice }: ChatRequest): readonly Named[] {
  const declared = (tools ?? []).map(({ name }, index) => ({ id: name, field: `tools[${index}].name` }));
  const chosen = toolChoice?.kind === "tool" ? [{ id: toolChoice.name, field: "toolChoice.name" }] : [];
  const called = messages.flatMap((message, index): readonly Named[] => {
    const field = `messages[${index}]`;
    if (message.role === "tool")
      return message.toolName === null ? [] : [{ id: message.toolName, field: `${field}.toolName` }];
    if (message.role !== "assistant") return [];
    return message.parts.flatMap((part, partIndex) =>
      part.kind === "tool-call" && part.name !== null
        ? [{ id: part.name, field: `${field}.parts[${partIndex}].name` }]
        : [],
    );
  });
  return [...declared, ...chosen, ...called];
}

function renameMessage(message: Message, ids: Renaming, names: Renaming): Message {
  if (message.role === "tool") {
    return { ...message, toolCallId: renamed(ids, message.toolCallId), toolName: renamed(names, message.toolName) };
  }
  if (message.role !== "assistant") return message;
  const rename = (part: AssistantPart): AssistantPart =>
    part.kind === "tool-call" ? { ...part, id: renamed(ids, part.id), name: renamed(names, part.name) } : part;
  return { ...message, parts: message.parts.map(rename) };
}

function renamed(names: Renaming, name: string | null): string | null {
  return name === null ? null : (names.get(name) ?? name);
}

function reverse(names: Renaming): Renaming {
  return new Map([...names].map(([name, alias]) => [alias, name]));
}

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** `count` letters and digits, hashed from the whole of `text`. */
function letters(text: string, count: number): string {
  const bytes = createHash("sha256").update(text).digest();
  return [...bytes.subarray(0, count)].map((byte) => alphabet[byte % alphabet.length]).join("");
}
