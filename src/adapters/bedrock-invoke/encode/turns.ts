import type {
  AssistantMessage,
  Message,
  SystemMessage,
  SystemPart,
  ToolMessage,
  UserMessage,
} from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import type { Policy } from "../../adapter.js";

/** A message with its path in the request. */
export type Placed<Kind extends Message> = { readonly message: Kind; readonly field: string };

/** Messages of one author that the wire carries as one message. `at` is the index of the first one in the request. */
export type Turn =
  | {
      readonly role: "user";
      readonly at: number;
      readonly results: readonly Placed<ToolMessage>[];
      readonly messages: readonly Placed<UserMessage>[];
    }
  | { readonly role: "assistant"; readonly at: number; readonly messages: readonly Placed<AssistantMessage>[] };

export type Turns = {
  readonly system: readonly SystemPart[];
  readonly turns: readonly Turn[];
  readonly warnings: readonly Warning[];
};

/**
 * Groups a conversation into the turns of a two-role API. Tool results in a row, and user text right after them, are
 * one user turn with the results first, as these APIs require. Other neighbours with one role are merged only under
 * `repair`. System and developer text is collected in order; text from inside the conversation is a warning.
 */
export function turnsOf(messages: readonly Message[], policy: Policy): Turns {
  const system: SystemPart[] = [];
  const turns: Turn[] = [];
  const warnings: Warning[] = [];
  messages.forEach((message, at) => {
    if (isSystem(message)) {
      system.push(...message.parts);
      if (turns.length > 0) warnings.push(movedSystem(at));
      return;
    }
    const last = turns.at(-1);
    const joined = last === undefined ? null : joinTurn(last, { message, field: `messages[${at}]` }, policy);
    if (joined === null) {
      turns.push(turnOf(message, at));
      return;
    }
    if (joined.repaired) warnings.push(mergedTurn(at, message.role));
    turns[turns.length - 1] = joined.turn;
  });
  return { system, turns, warnings };
}

type Speaker = UserMessage | AssistantMessage | ToolMessage;

function isSystem(message: Message): message is SystemMessage {
  return message.role === "system" || message.role === "developer";
}

function turnOf(message: Speaker, at: number): Turn {
  const field = `messages[${at}]`;
  if (message.role === "assistant") return { role: "assistant", at, messages: [{ message, field }] };
  if (message.role === "tool") return { role: "user", at, results: [{ message, field }], messages: [] };
  return { role: "user", at, results: [], messages: [{ message, field }] };
}

function joinTurn(
  turn: Turn,
  { message, field }: Placed<Speaker>,
  policy: Policy,
): { turn: Turn; repaired: boolean } | null {
  if (turn.role === "assistant") {
    if (message.role !== "assistant" || policy === "faithful") return null;
    return { turn: { ...turn, messages: [...turn.messages, { message, field }] }, repaired: true };
  }
  if (message.role === "assistant") return null;
  if (message.role === "tool") {
    if (turn.messages.length === 0)
      return { turn: { ...turn, results: [...turn.results, { message, field }] }, repaired: false };
    if (policy === "faithful") return null;
    return { turn: { ...turn, results: [...turn.results, { message, field }] }, repaired: true };
  }
  const afterResults = turn.results.length > 0 && turn.messages.length === 0;
  if (!afterResults && policy === "faithful") return null;
  return { turn: { ...turn, messages: [...turn.messages, { message, field }] }, repaired: !afterResults };
}

function movedSystem(at: number): Warning {
  return {
    id: "system-moved",
    field: `messages[${at}]`,
    message: "a system message inside the conversation is sent in front of it",
  };
}

function mergedTurn(at: number, role: string): Warning {
  return { id: "turns-merged", field: `messages[${at}]`, message: `merged into the ${role} turn before it` };
}
