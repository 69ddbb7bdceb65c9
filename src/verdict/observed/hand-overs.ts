import type { Message, ToolCallPart } from "../../chat/message.js";
import { toolCallsOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import type { Change } from "../attribution/failing.js";

/** A call of a recorded history: what was called, and the id with which it went out. */
export type SentCall = { readonly call: string; readonly id: string };

/**
 * Remembers the call ids that services gave, and says which ids of a later history were rewritten on the way: the same call with an
 * id that differs from the one that was given in its punctuation alone, as clients write it for another provider.
 */
export type HandOvers = {
  readonly add: (given: readonly SentCall[]) => void;
  readonly changesIn: (calls: readonly SentCall[]) => readonly Change[];
};

/** No more calls than this are remembered. */
const most = 20_000;

/** An empty memory. */
export function createHandOvers(): HandOvers {
  const given = new Map<string, Set<string>>();
  return {
    add: (calls) => {
      for (const { call, id } of calls) {
        if (given.size >= most && !given.has(call)) continue;
        const ids = given.get(call) ?? new Set();
        given.set(call, ids.add(id));
      }
    },
    changesIn: (calls) =>
      calls.flatMap(({ call, id }) => {
        const ids = given.get(call);
        if (ids === undefined || ids.has(id)) return [];
        const original = [...ids].find((one) => lettersOf(one) === lettersOf(id));
        return original === undefined
          ? []
          : [{ by: "client" as const, what: `the service gave the call id ${original}, and ${id} went out` }];
      }),
  };
}

/** The calls of a reply to which the service gave an id. */
export function givenCalls(reply: Reply): readonly SentCall[] {
  return toolCallsOf(reply).flatMap((part) => sentCall(part) ?? []);
}

/** The calls of a history that have an id. */
export function sentCalls(messages: readonly Message[]): readonly SentCall[] {
  return messages.flatMap((message) =>
    message.role === "assistant"
      ? message.parts.flatMap((part) => (part.kind === "tool-call" ? (sentCall(part) ?? []) : []))
      : [],
  );
}

function sentCall({ id, name, argumentsText }: ToolCallPart): SentCall | null {
  return id === null || name === null ? null : { id, call: `${name} ${canonical(argumentsText ?? "")}` };
}

/** Arguments without their spacing: a client may write them anew. */
function canonical(text: string): string {
  return text.replace(/\s+/g, "");
}

function lettersOf(id: string): string {
  return id.toLowerCase().replace(/[^a-z0-9]/g, "");
}
