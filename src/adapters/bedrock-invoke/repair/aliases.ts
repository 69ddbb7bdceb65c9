import { createHash } from "node:crypto";
import type { ChatEvent } from "../../../chat/event.js";
import type { Message } from "../../../chat/message.js";
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
  if (ids.length + names.length === 0) return { request, aliases: noAliases, warnings: [] };
  if (policy === "faithful") {
    const broken = [...ids.map((id) => broke("tool-call id", id)), ...names.map((name) => broke("tool name", name))];
    return { request, aliases: noAliases, warnings: broken };
  }
  const idAliases = new Map(ids.map((id) => [id, shortHash(id)]));
  const nameAliases = new Map(names.map((name) => [name, readableAlias(name)]));
  return {
    request: renamed(request, idAliases, nameAliases),
    aliases: { toolCallIds: reversed(idAliases), toolNames: reversed(nameAliases) },
    warnings: [
      ...[...idAliases].map(([id, alias]) => replaced("tool-call id", id, alias)),
      ...[...nameAliases].map(([name, alias]) => replaced("tool name", name, alias)),
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

function callIdsOf(request: ChatRequest): readonly string[] {
  return request.messages.flatMap((message) => {
    if (message.role === "tool") return message.toolCallId === null ? [] : [message.toolCallId];
    if (message.role !== "assistant") return [];
    return message.parts.flatMap((part) => (part.kind === "tool-call" && part.id !== null ? [part.id] : []));
  });
}

function toolNamesOf(request: ChatRequest): readonly string[] {
  const called = request.messages.flatMap((message) =>
    message.role !== "assistant"
      ? []
      : message.parts.flatMap((part) => (part.kind === "tool-call" && part.name !== null ? [part.name] : [])),
  );
  const chosen = request.toolChoice?.kind === "tool" ? [request.toolChoice.name] : [];
  return [...(request.tools ?? []).map((tool) => tool.name), ...called, ...chosen];
}

function unfit(values: readonly string[], pattern: string | null): readonly string[] {
  if (pattern === null) return [];
  const fits = new RegExp(`^(?:${pattern})$`);
  return [...new Set(values)].filter((value) => !fits.test(value));
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

function broke(what: string, value: string): Warning {
  return {
    id: "limit-exceeded",
    field: what,
    message: `the service does not accept ${JSON.stringify(value)}; sent unchanged`,
  };
}

function replaced(what: string, value: string, alias: string): Warning {
  return { id: "aliased", field: what, message: `${JSON.stringify(value)} is sent as ${alias}` };
}
