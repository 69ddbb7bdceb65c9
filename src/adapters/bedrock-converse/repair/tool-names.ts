import type { AssistantMessage, Message } from "../../../chat/message.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { Warn } from "../encode/warning-log.js";
import { Refusal } from "./refusal.js";

const taken = /^[a-zA-Z0-9_-]{1,64}$/;

/** Names that Converse takes for names that it does not; `originals` undoes it. Two names never share an alias. */
export function createToolNames(
  request: ChatRequest,
  warn: Warn,
): { readonly alias: (name: string) => string; readonly originals: ReadonlyMap<string, string> } {
  refuseDoubles(request);
  const places = placesOf(request);
  const used = new Set([...places.keys()].filter((name) => taken.test(name)));
  const aliases = new Map<string, string>();
  for (const [name, field] of places) {
    if (taken.test(name)) continue;
    const alias = freeName(name, used);
    used.add(alias);
    aliases.set(name, alias);
    warn("tool-name-aliased", field, `${JSON.stringify(name)} is sent as ${alias}`);
  }
  const originals = new Map([...aliases].map(([name, alias]) => [alias, name]));
  return { alias: (name) => aliases.get(name) ?? name, originals };
}

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

/** Every tool name of the request with the first place where it stands. */
function placesOf({ tools, toolChoice, messages }: ChatRequest): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  const see = (name: string, field: string): void => {
    if (!places.has(name)) places.set(name, field);
  };
  tools?.forEach(({ name }, index) => {
    see(name, `tools[${index}].name`);
  });
  if (toolChoice?.kind === "tool") see(toolChoice.name, "toolChoice.name");
  messages.forEach((message, index) => {
    if (message.role !== "assistant") return;
    message.parts.forEach((part, at) => {
      if (part.kind === "tool-call" && part.name !== null) see(part.name, `messages[${index}].parts[${at}].name`);
    });
  });
  return places;
}

function refuseDoubles({ tools }: ChatRequest): void {
  const seen = new Set<string>();
  tools?.forEach(({ name }, index) => {
    if (seen.has(name)) throw new Refusal(`tools[${index}].name`, `a second tool is called ${JSON.stringify(name)}`);
    seen.add(name);
  });
}

function freeName(name: string, used: ReadonlySet<string>): string {
  const clean = name.replace(/[^a-zA-Z0-9_-]/g, "_").slice(0, 64);
  const base = clean === "" ? "tool" : clean;
  if (!used.has(base)) return base;
  for (let count = 2; ; count += 1) {
    const tail = `_${count}`;
    const candidate = `${base.slice(0, 64 - tail.length)}${tail}`;
    if (!used.has(candidate)) return candidate;
  }
}
