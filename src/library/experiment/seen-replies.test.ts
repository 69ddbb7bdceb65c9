import { expect, test } from "vitest";
import type { Reply } from "../../chat/reply.js";
import type { RecordedExchange, WireHeaders } from "../../wire/exchange.js";
import { createSeenReplies } from "./seen-replies.js";

const reply = (id: string | null, requestId: string | null) => ({ id, requestId }) as Reply;
const recorded = (headers: WireHeaders) => ({ response: { status: 200, headers } }) as unknown as RecordedExchange;

test("replies with ids of their own are fresh, whatever they say", () => {
  const seen = createSeenReplies([]);
  expect(seen.copyOf(reply("a", "r1"), recorded([]))).toBeNull();
  expect(seen.copyOf(reply("b", "r2"), recorded([]))).toBeNull();
});

test("a reply without ids is never a copy of another one", () => {
  const seen = createSeenReplies([]);
  expect(seen.copyOf(reply(null, null), null)).toBeNull();
  expect(seen.copyOf(reply(null, null), null)).toBeNull();
  expect(seen.copyOf(reply("", ""), null)).toBeNull();
  expect(seen.copyOf(reply("", ""), null)).toBeNull();
});

test.each([
  ["the same reply id behind another request id", reply("a", "r2")],
  ["the same request id", reply("b", "r1")],
])("%s: a cache gave the reply", (_, again) => {
  const seen = createSeenReplies([]);
  seen.copyOf(reply("a", "r1"), null);
  expect(seen.copyOf(again, null)).toMatch(/came before: a cache gave it$/);
});

test("one id in both members is one reply", () => {
  expect(createSeenReplies([]).copyOf(reply("same", "same"), null)).toBeNull();
});

test("the calls of an interrupted experiment are known by their request ids", () => {
  expect(createSeenReplies(["r1", null]).copyOf(reply(null, "r1"), null)).not.toBeNull();
});

test("an age above zero is a cache's", () => {
  const age = (value: string) => createSeenReplies([]).copyOf(reply("a", "r1"), recorded([["age", value]]));
  expect(age("31")).toBe("a cache gave the reply (age: 31)");
  expect(age("0")).toBeNull();
  expect(age("soon")).toBeNull();
});
