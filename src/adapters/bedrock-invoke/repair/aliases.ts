import { createHash } from "node:crypto";
import type { ChatEvent } from "../../../chat/event.js";
import type { Message, ToolCallPart } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest } from "../../../chat/request.js";
import { type Aliases, noAliases, type Policy } from "../../adapter.js";

/** The call ids and tool names that a service accepts, as regular expressions; null: anything. */
export type NameLimits = { readonly toolCallId: string | null; readonly toolName: string | null };

export type Renamed = {
  readonly request: ChatRequest;
  readonly aliases: Aliases;
  readonly warnings: readonly Warning[];
};

/**
 * Handles ids and names that the service would refuse: unchanged with a warning under `faithful`, replaced by reversible
 * aliases under `repair`. An alias depends only on the original, so the same conversation always gives the same body.
 */
export function renameForLimits(request: ChatRequest, limits: NameLimits, policy: Policy): Renamed {
  const ids = unfit(callIdsOf(request), limits.toolCallId);
  const names = unfit(toolNamesOf(request), limits.toolName);
  if (ids.size + names.size === 0) return { request, aliases: noAliases, warnings: [] };
  if (policy === "faithful") return { request, aliases: noAliases, warnings: [...ids, ...names].map(broke) };
  const idAliases = new Map([...ids.keys()].map((id) => [id, shortHash(id)]));
  const nameAliases = new Map([...names.keys()].map((name) => [name, readableAlias(name)]));
  return {
    request: renamed(request, idAliases, nameAliases),
    aliases: { toolCallIds: reversed(idAliases), toolNames: reversed(nameAliases) },
    warnings: [
      ...[...ids].map((found) => replaced(found, idAliases)),
      ...[...names].map((found) => replaced(found, nameAliases)),
    ],
  };
}

/** Restores the original ids and names in an event of the reply. */
export function unalias(event: ChatEvent, aliases: Aliases): ChatEvent {
  if (event.kind !== "tool-call-start" && event.kind !== "tool-call-info") return event;
  return {
    ...event,
    id: event.id === null ? null : (aliases.toolCallIds.get(event.id) ?? event.id),
    name: event.name === null ? null : (aliases.toolNames.get(event.name) ?? event.name),
  };
}

/** An id or a name, and its path. */
type Found = readonly [value: string, field: string];

function callIdsOf({ messages }: ChatRequest): readonly Found[] {
  return messages.flatMap((message, index): readonly Found[] => {
    const field = `messages[${index}]`;
    if (message.role === "tool")
      return message.toolCallId === null ? [] : [[message.toolCallId, `${field}.toolCallId`]];
    return callsIn(message).flatMap(([{ id }, place]): Found[] => (id === null ? [] : [[id, `${field}.${place}.id`]]));
  });
}

function toolNamesOf({ messages, tools, toolChoice }: ChatRequest): readonly Found[] {
  const called = messages.flatMap((message, index) =>
    callsIn(message).flatMap(([{ name }, place]): Found[] =>
      name === null ? [] : [[name, `messages[${index}].${place}.name`]],
    ),
  );
  const declared = (tools ?? []).map(({ name }, index): Found => [name, `tools[${index}].name`]);
  return [
    ...declared,
    ...called,
    ...(toolChoice?.kind === "tool" ? [[toolChoice.name, "toolChoice.name"] as const] : []),
  ];
}

function callsIn(message: Message): readonly (readonly [call: ToolCallPart, place: string])[] {
  if (message.role !== "assistant") return [];
  return message.parts.flatMap((part, at) => (part.kind === "tool-call" ? [[part, `parts[${at}]`] as const] : []));
}

/** Each value that the service does not accept, with the path of its first use. */
function unfit(found: readonly Found[], pattern: string | null): ReadonlyMap<string, string> {
  if (pattern === null || found.length === 0) return new Map();
  const fits = new RegExp(`^(?:${pattern})$`);
  const first = new Map<string, string>();
  for (const [value, field] of found) if (!first.has(value) && !fits.test(value)) first.set(value, field);
  return first;
}

function renamed(
  request: ChatRequest,
  ids: ReadonlyMap<string, string>,
  names: ReadonlyMap<string, string>,
): ChatRequest {
  const id = (value: string | null) => (value === null ? null : (ids.get(value) ?? value));
  const name = (value: string) => names.get(value) ?? value;
  const message = (one: Message): Message => {
    if (one.role === "tool") return { ...one, toolCallId: id(one.toolCallId) };
    if (one.role !== "assistant") return one;
    const parts = one.parts.map((part) =>
      part.kind === "tool-call"
        ? { ...part, id: id(part.id), name: part.name === null ? null : name(part.name) }
        : part,
    );
    return { ...one, parts };
  };
  const choice = request.toolChoice;
  return {
    ...request,
    messages: request.messages.map(message),
    tools: request.tools === null ? null : request.tools.map((tool) => ({ ...tool, name: name(tool.name) })),
    toolChoice: choice?.kind === "tool" ? { kind: "tool", name: name(choice.name) } : choice,
  };
}

/** Nine letters and digits: the narrowest form that any service requires (Mistral), so every service accepts it. */
function shortHash(text: string): string {
  const digest = createHash("sha256").update(text).digest("hex");
  return BigInt(`0x${digest}`).toString(36).padStart(9, "0").slice(0, 9);
}

function readableAlias(name: string): string {
  return `${name.replaceAll(/[^a-zA-Z0-9_-]/g, "_").slice(0, 54)}_${shortHash(name)}`;
}

function reversed(map: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...map].map(([original, alias]) => [alias, original]));
}

function broke([value, field]: Found): Warning {
  const message = `the service does not accept ${JSON.stringify(value)}; sent unchanged`;
  return { id: "limit-exceeded", field, message };
}

function replaced([value, field]: Found, aliases: ReadonlyMap<string, string>): Warning {
  return { id: "aliased", field, message: `${JSON.stringify(value)} is sent as ${aliases.get(value)}` };
}
