import type { AssistantMessage, Message } from "../../chat/message.js";
import type { ChatRequest } from "../../chat/request.js";
import { Refusal } from "./refusal.js";
import type { BlockService } from "./service.js";
import type { Warn } from "./warning-log.js";

/** Gives an alias to each tool name that the service refuses; `originals` maps back. Two names never share an alias. */
export function createToolNames(
  request: ChatRequest,
  { toolNames: accepted }: BlockService,
  warn: Warn,
): { readonly alias: (name: string) => string; readonly originals: ReadonlyMap<string, string> } {
  refuseDuplicates(request);
  const places = placesOf(request);
  const used = new Set([...places.keys()].filter((name) => accepted.pattern.test(name)));
  const aliases = new Map<string, string>();
  for (const [name, field] of places) {
    if (accepted.pattern.test(name)) continue;
    const alias = freeName(name, used, accepted.longest);
    used.add(alias);
    aliases.set(name, alias);
    warn("tool-name-aliased", field, `${JSON.stringify(name)} is sent as ${alias}`);
  }
  const originals = new Map([...aliases].map(([name, alias]) => [alias, name]));
  return { alias: (name) => aliases.get(name) ?? name, originals };
}

/** The request with its tool names replaced by `alias`. */
export function renameTools(request: ChatRequest, alias: (name: string) => string): ChatRequest {
  const { toolChoice } = request;
  return {
    ...request,
    tools: request.tools?.map((tool) => ({ ...tool, name: alias(tool.name) })) ?? null,
    toolChoice: toolChoice?.kind === "tool" ? { ...toolChoice, name: alias(toolChoice.name) } : toolChoice,
    messages: request.messages.map((message) => (message.role === "assistant" ? renameCalls(message, alias) : message)),
  };
}

function renameCalls(message: AssistantMessage, alias: (name: string) => string): Message {
  const parts = message.parts.map((part) =>
    part.kind === "tool-call" && part.name !== null ? { ...part, name: alias(part.name) } : part,
  );
  return { ...message, parts };
}

/** Every tool name of the request with the path of its first use. */
function placesOf({ tools, toolChoice, messages }: ChatRequest): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  const add = (name: string, field: string): void => {
    if (!places.has(name)) places.set(name, field);
  };
  tools?.forEach(({ name }, index) => {
    add(name, `tools[${index}].name`);
  });
  if (toolChoice?.kind === "tool") add(toolChoice.name, "toolChoice.name");
  messages.forEach((message, index) => {
    if (message.role !== "assistant") return;
    message.parts.forEach((part, partIndex) => {
      if (part.kind === "tool-call" && part.name !== null)
        add(part.name, `messages[${index}].parts[${partIndex}].name`);
    });
  });
  return places;
}

function refuseDuplicates({ tools }: ChatRequest): void {
  const names = new Set<string>();
  tools?.forEach(({ name }, index) => {
    if (names.has(name))
      throw new Refusal(`tools[${index}].name`, `a second tool has the name ${JSON.stringify(name)}`);
    names.add(name);
  });
}

function freeName(name: string, used: ReadonlySet<string>, longest: number): string {
  const clean = name.replace(/[^a-zA-Z0-9_-]/g, "_").slice(0, longest);
  const base = clean === "" ? "tool" : clean;
  if (!used.has(base)) return base;
  for (let count = 2; ; count += 1) {
    const tail = `_${count}`;
    const candidate = `${base.slice(0, longest - tail.length)}${tail}`;
    if (!used.has(candidate)) return candidate;
  }
}
