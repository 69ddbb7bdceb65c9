import type { AssistantMessage, Message, ToolCallPart } from "../../../chat/message.js";
import type { ChatRequest } from "../../../chat/request.js";
import { type Aliases, noAliases } from "../../adapter.js";
import { idsIn } from "../../openai/limits.js";
import { aliasNames, letters, renameNames, reverse } from "../../openai/repair/aliases.js";
import type { Repairing } from "../../openai/repair/repairing.js";
import { takesCallId } from "../encode/limits.js";

/**
 * Gives an alias to every tool-call id that the service refuses, and to one that an earlier turn used: the items of a request are one
 * list, in which each call is found by its id, and some services number the calls of each reply anew (`call_0` of Bedrock
 * Mantle, recordings of pydantic/pydantic-ai, test_reused_tool_call_ids, 2026). Tool names as in Chat Completions.
 */
export function aliasIdentifiers(
  request: ChatRequest,
  repairing: Repairing,
): { readonly request: ChatRequest; readonly aliases: Aliases } {
  const { messages, originals } = aliasCalls(request.messages, repairing);
  const names = aliasNames(request, repairing);
  if (originals.size === 0 && names.size === 0) return { request, aliases: noAliases };
  return {
    request: renameNames({ ...request, messages }, names),
    aliases: { toolCallIds: originals, toolNames: reverse(names) },
  };
}

/** The ids of a request while its calls get theirs. `current`: id → the id that is sent, of the turn that is read. */
type Naming = {
  readonly repairing: Repairing;
  readonly all: ReadonlySet<string>;
  readonly used: Set<string>;
  readonly originals: Map<string, string>;
  current: Map<string, string>;
};

function aliasCalls(
  messages: readonly Message[],
  repairing: Repairing,
): { readonly messages: readonly Message[]; readonly originals: ReadonlyMap<string, string> } {
  const all = new Set(idsIn(messages).map(({ id }) => id));
  const naming: Naming = { repairing, all, used: new Set(), originals: new Map(), current: new Map() };
  const renamed = messages.map((message, index) => {
    if (message.role === "assistant") return renameCalls(message, `messages[${index}]`, naming);
    if (message.role !== "tool" || message.toolCallId === null) return message;
    return { ...message, toolCallId: naming.current.get(message.toolCallId) ?? message.toolCallId };
  });
  return { messages: renamed, originals: naming.originals };
}

function renameCalls(message: AssistantMessage, field: string, naming: Naming): AssistantMessage {
  naming.current = new Map();
  const parts = message.parts.map((part, index) =>
    part.kind === "tool-call" ? renameCall(part, `${field}.parts[${index}].id`, naming) : part,
  );
  return { ...message, parts };
}

function renameCall(call: ToolCallPart, field: string, naming: Naming): ToolCallPart {
  const { id } = call;
  if (id === null) return call;
  const { repairing, used, originals, current } = naming;
  const isTaken = used.has(id);
  const sent = takesCallId(repairing.target)(id) && !isTaken ? id : aliasOf(id, field, naming);
  used.add(sent);
  current.set(id, sent);
  if (sent === id) return call;
  originals.set(sent, id);
  const why = isTaken ? ", since an earlier turn has a call of this id" : "";
  repairing.changed("tool-call-id-aliased", field, `${JSON.stringify(id)} is sent as ${JSON.stringify(sent)}${why}`);
  return { ...call, id: sent };
}

/** In the form of OpenAI's own ids; else in that of the services that take nine letters and digits. */
function aliasOf(id: string, field: string, { repairing, all, used }: Naming): string {
  const takes = takesCallId(repairing.target);
  for (let salt = 0; salt < 100; salt += 1) {
    const text = letters(`${used.size}\n${salt}\n${id}`, 24);
    const found = [`call_${text}`, text, text.slice(0, 9)].find((one) => takes(one) && !used.has(one) && !all.has(one));
    if (found !== undefined) return found;
  }
  return repairing.refuse(field, `no alias matches ${repairing.target.quirks.toolCallIdPattern}`);
}
