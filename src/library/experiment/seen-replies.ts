import type { Reply } from "../../chat/reply.js";
import { headerOf, type RecordedExchange } from "../../wire/exchange.js";

/** Tells replies that a cache gave from fresh ones, by evidence on the wire; equal words are no evidence. */
export type SeenReplies = {
  /** Why a reply is a copy; null: nothing says so. Notes its ids. */
  readonly copyOf: (reply: Reply, recorded: RecordedExchange | null) => string | null;
};

/** `earlier`: request ids of the calls that were made before. */
export function createSeenReplies(earlier: readonly (string | null)[]): SeenReplies {
  const known = new Set(earlier.flatMap((id) => id ?? []));
  return {
    copyOf: ({ id, requestId }, recorded) => {
      const own = [...new Set([id, requestId])].flatMap((one) => (one === null || one === "" ? [] : [one]));
      const again = own.find((one) => known.has(one));
      for (const one of own) known.add(one);
      if (again !== undefined) return `the reply ${again} came before: a cache gave it`;
      const headers = recorded?.response?.headers ?? [];
      const age = headerOf(headers, "age");
      // RFC 9111, section 5.1: Age is sent by a cache, with the seconds since the reply was made or checked.
      if (age !== null && Number(age) > 0) return `a cache gave the reply (age: ${age})`;
      return null;
    },
  };
}
