import type {
  AssistantMessage,
  AssistantPart,
  Message,
  ToolCallPart,
  ToolMessage,
  UserMessage,
} from "../../chat/message.js";
import { Refusal } from "./refusal.js";
import type { RepairContext } from "./repair-step.js";
import { createToolCallIds, type ToolCallIds } from "./tool-call-ids.js";
import { isSystem, type Numbered, type Turn, turnsOf } from "./turns.js";
import type { Warn } from "./warning-log.js";

/** Messages in which every call has its result, and the aliases of the call ids. */
export type Paired = {
  readonly messages: readonly Numbered[];
  /** alias → original, as in `Aliases`. */
  readonly toolCallIds: ReadonlyMap<string, string>;
};

/**
 * Pairs every call with exactly one result in the turn after it, in the order of the calls, under ids that the service
 * accepts. A second copy is dropped; a call without a result, or a result without a call, is refused.
 */
export function pairToolResults(messages: readonly Numbered[], { target, service, warn }: RepairContext): Paired {
  const accepted = { service: service.callIds, model: target.quirks.toolCallIdPattern };
  const ids = createToolCallIds(accepted, callIds(messages));
  const turns = turnsOf(messages, "all", () => {});
  const paired: Numbered[] = messages.filter(({ message }) => isSystem(message));
  let open: readonly Call[] = [];
  for (const turn of turns) {
    if (turn.role === "assistant") {
      open = callsOf(turn, ids, warn);
      paired.push(...withSentIds(turn, open));
      continue;
    }
    paired.push(...answers(turn, open, warn));
    open = [];
  }
  refuseUnanswered(open);
  return { messages: paired, toolCallIds: ids.originals };
}

/** `sent` is the id on the wire. */
type Call = { readonly part: ToolCallPart; readonly id: string; readonly sent: string; readonly field: string };

function callIds(messages: readonly Numbered[]): ReadonlySet<string> {
  const ids = messages.flatMap(({ message }) =>
    message.role === "assistant" ? message.parts.flatMap((part) => (part.kind === "tool-call" ? [part.id] : [])) : [],
  );
  return new Set(ids.filter((id) => id !== null));
}

function callsOf(turn: Turn & { role: "assistant" }, ids: ToolCallIds, warn: Warn): readonly Call[] {
  const calls: Call[] = [];
  for (const { index, message } of turn.messages) {
    message.parts.forEach((part, partIndex) => {
      if (part.kind !== "tool-call") return;
      const field = `messages[${index}].parts[${partIndex}]`;
      const { id, name } = part;
      if (id === null)
        throw new Refusal(`${field}.id`, "a call without an id cannot be answered, and none is invented");
      if (name === null)
        throw new Refusal(`${field}.name`, "a call without a name cannot be sent, and none is invented");
      const first = calls.find((call) => call.id === id);
      if (first === undefined) calls.push({ part, id, sent: sentId(ids, { id, name, field }, warn), field });
      else if (isSameCall(first.part, part)) warn("duplicate-tool-call", field, `a copy of the call ${id} is not sent`);
      else throw new Refusal(`${field}.id`, `two different calls of one turn have the id ${JSON.stringify(id)}`);
    });
  }
  return calls;
}

function sentId(ids: ToolCallIds, call: { id: string; name: string; field: string }, warn: Warn): string {
  const sent = ids.idFor({ ...call, field: `${call.field}.id` });
  if (sent !== call.id)
    warn("tool-call-id-aliased", `${call.field}.id`, `${JSON.stringify(call.id)} is sent as ${sent}`);
  return sent;
}

function isSameCall(one: ToolCallPart, other: ToolCallPart): boolean {
  return one.name === other.name && one.argumentsText === other.argumentsText;
}

function withSentIds(
  turn: Turn & { role: "assistant" },
  calls: readonly Call[],
): readonly Numbered<AssistantMessage>[] {
  return turn.messages.map(({ index, message }) => ({
    index,
    message: {
      ...message,
      parts: message.parts.flatMap((part): AssistantPart[] => {
        if (part.kind !== "tool-call") return [part];
        const call = calls.find((one) => one.part === part);
        return call === undefined ? [] : [{ ...part, id: call.sent }];
      }),
    },
  }));
}

/** The turn after the calls: their results in the order of the calls, then the user's messages. */
function answers(turn: Turn & { role: "user" }, calls: readonly Call[], warn: Warn): readonly Numbered[] {
  const results = new Map<string, Numbered<ToolMessage>>();
  const userMessages: Numbered<UserMessage>[] = [];
  for (const { index, message } of turn.messages) {
    if (message.role === "user") userMessages.push({ index, message });
    else addResult(results, { index, message }, { calls, warn });
  }
  refuseUnanswered(calls.filter(({ id }) => !results.has(id)));
  const ordered = calls.flatMap(({ id, sent }): Numbered<ToolMessage>[] => {
    const found = results.get(id);
    return found === undefined ? [] : [{ index: found.index, message: { ...found.message, toolCallId: sent } }];
  });
  warnReordered([...ordered, ...userMessages], warn);
  return [...ordered, ...userMessages];
}

function addResult(
  results: Map<string, Numbered<ToolMessage>>,
  { index, message }: Numbered<ToolMessage>,
  { calls, warn }: { readonly calls: readonly Call[]; readonly warn: Warn },
): void {
  const field = `messages[${index}].toolCallId`;
  const id = message.toolCallId;
  if (id === null) throw new Refusal(field, "a result without a tool-call id answers no call");
  if (!calls.some((call) => call.id === id)) {
    throw new Refusal(field, `the result for ${JSON.stringify(id)} answers no call of the turn before it`);
  }
  if (results.has(id)) warn("duplicate-tool-result", `messages[${index}]`, `a second result for ${id} is not sent`);
  else results.set(id, { index, message });
}

function refuseUnanswered(calls: readonly Call[]): void {
  const first = calls[0];
  if (first !== undefined)
    throw new Refusal(first.field, `the call ${JSON.stringify(first.id)} has no result in the turn after it`);
}

function warnReordered(messages: readonly Numbered<Message>[], warn: Warn): void {
  messages.forEach(({ index }, position) => {
    const before = messages[position - 1];
    if (before !== undefined && before.index > index) {
      warn(
        "results-reordered",
        `messages[${index}]`,
        "tool results are sent in the order of their calls, before the user's message",
      );
    }
  });
}
