import { createHash } from "node:crypto";
import type { AssistantPart, Message } from "../../../chat/message.js";
import type { ChatRequest } from "../../../chat/request.js";
import { toolNamePattern } from "../limits.js";
import type { Repairing } from "./repairing.js";

/** Original → alias. */
export type Renaming = ReadonlyMap<string, string>;

/**
 * An alias for every tool name that the service refuses. An alias is a hash of the whole name, never its first letters. It is
 * the same in every turn of a conversation, and differs from all other names and aliases in it.
 */
export function aliasNames(request: ChatRequest, repairing: Repairing): Renaming {
  return rename(namesIn(request), {
    pattern: toolNamePattern,
    candidate: (name, salt) =>
      `${name.replaceAll(/[^a-zA-Z0-9_-]/g, "_").slice(0, 55)}_${letters(`${name}\n${salt}`, 8)}`,
    what: "tool-name",
    repairing,
  });
}

type Named = { readonly id: string; readonly field: string };

/** An alias for each of `found` that does not match the pattern. Refuses where no candidate matches it either. */
export function rename(
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

/** The first candidate that is not taken. */
export function freeAlias(candidate: (salt: number) => string, taken: ReadonlySet<string>): string {
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

/** The request with the names that have an alias replaced, in tools, choice, calls and results. */
export function renameNames(request: ChatRequest, names: Renaming): ChatRequest {
  if (names.size === 0) return request;
  const { tools, toolChoice, messages } = request;
  return {
    ...request,
    messages: messages.map((message) => renameIn(message, (name) => renamed(names, name))),
    tools: tools?.map((tool) => ({ ...tool, name: names.get(tool.name) ?? tool.name })) ?? null,
    toolChoice:
      toolChoice?.kind === "tool" ? { kind: "tool", name: names.get(toolChoice.name) ?? toolChoice.name } : toolChoice,
  };
}

function renameIn(message: Message, nameOf: (name: string | null) => string | null): Message {
  if (message.role === "tool") return { ...message, toolName: nameOf(message.toolName) };
  if (message.role !== "assistant") return message;
  const rename = (part: AssistantPart): AssistantPart =>
    part.kind === "tool-call" ? { ...part, name: nameOf(part.name) } : part;
  return { ...message, parts: message.parts.map(rename) };
}

/** The name or its alias. */
export function renamed(names: Renaming, name: string | null): string | null {
  return name === null ? null : (names.get(name) ?? name);
}

/** Alias → original, as in `Aliases`. */
export function reverse(names: Renaming): Renaming {
  return new Map([...names].map(([name, alias]) => [alias, name]));
}

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** `count` letters and digits (32 at most), hashed from the whole of `text`. */
export function letters(text: string, count: number): string {
  const bytes = createHash("sha256").update(text).digest();
  return [...bytes.subarray(0, count)].map((byte) => alphabet[byte % alphabet.length]).join("");
}
