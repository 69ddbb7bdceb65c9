import { wholeOf } from "../../../../chat/api.js";
import type { Message } from "../../../../chat/message.js";
import type { ChatRequest } from "../../../../chat/request.js";
import type { Target } from "../../../../chat/target.js";
import { callingTurns, callsOf } from "../edit-messages.js";
import { type FailingCall, type Flip, type Level, level, type Unasked, unasked } from "../flip.js";
import { type CallIdForm, callIdFormOf, callIdForms } from "./call-id-forms.js";

/** The form of the tool-call ids of the history. A call and its result get the same id; a call without an id stays without one. */
export const idForm: Flip = {
  id: "id-form",
  name: "the form of the tool-call ids in the history",
  // The number of a call is its number in the history that is sent.
  after: ["history"],
  pointers: {
    converse: ["/messages/*/content/*/toolUse/toolUseId", "/messages/*/content/*/toolResult/toolUseId"],
    chat: ["/messages/*/tool_calls/*/id", "/messages/*/tool_call_id"],
    messages: ["/messages/*/content/*/id", "/messages/*/content/*/tool_use_id"],
  },
  source: { source: "MoonshotAI/Kimi-K2#128; getkimchi/kimchi#1063", date: "2026-11-29" },
  offer: ({ request, target }: FailingCall) => {
    const ids = callIds(request);
    if (ids.length === 0) return [];
    const forms = formsFor(target).filter(({ pattern }) => !ids.every((id) => pattern.test(id)));
    const why =
      "only a call of the service itself has the id that it mints, which is one more turn (response-after-own-call)";
    return [...forms.map((form) => offered(form, target)), unasked("own", why)];
  },
  apply: (request, id) => {
    const form = callIdFormOf(id);
    return form === null ? request : { ...request, messages: renamed(request.messages, form) };
  },
};

function callIds(request: ChatRequest): readonly string[] {
  return callingTurns(request).flatMap((turn) => callsOf(turn).flatMap(({ id }) => (id === null ? [] : [id])));
}

/** The model's own forms first. */
function formsFor(target: Target): readonly CallIdForm[] {
  const own = nativeExamples(target).flatMap((example) => {
    const form = callIdForms.find(({ pattern }) => pattern.test(example)) ?? callIdFormOf(`like:${example}`);
    return form === null ? [] : [form];
  });
  return [...new Set([...own, ...callIdForms])];
}

function nativeExamples({ quirks, api }: Target): readonly string[] {
  const rows = quirks.nativeCallIds ?? [];
  return rows.filter(({ apis }) => apis?.includes(wholeOf(api)) ?? true).map(({ example }) => example);
}

function offered({ id, says, write }: CallIdForm, { quirks }: Target): Level | Unasked {
  const pattern = quirks.toolCallIdPattern;
  const example = write("get_weather", 0);
  if (pattern === null || new RegExp(`^(?:${pattern})$`).test(example)) return level(id, says);
  return unasked(id, `this service takes only call ids that match ${pattern}, and ${example} does not`);
}

/** Calls are numbered in their order. A result belongs to the oldest unanswered call with its id, or else to the latest call with it. */
function renamed(messages: readonly Message[], form: CallIdForm): readonly Message[] {
  const open = new Map<string, string[]>();
  const latest = new Map<string, string>();
  let number = 0;
  const call = (old: string, tool: string | null) => {
    const id = form.write(tool ?? "tool", number);
    open.set(old, [...(open.get(old) ?? []), id]);
    latest.set(old, id);
    return id;
  };
  return messages.map((message): Message => {
    if (message.role === "tool" && message.toolCallId !== null) {
      const toolCallId = open.get(message.toolCallId)?.shift() ?? latest.get(message.toolCallId);
      return toolCallId === undefined ? message : { ...message, toolCallId };
    }
    if (message.role !== "assistant") return message;
    const parts = message.parts.map((part) => {
      if (part.kind !== "tool-call") return part;
      const id = part.id === null ? null : call(part.id, part.name);
      number += 1;
      return { ...part, id };
    });
    return { ...message, parts };
  });
}
