import { expect, test } from "vitest";
import type { ChatEvent } from "../chat/event.js";
import { noAliases } from "./adapter.js";
import { startState } from "./openai-chat/decode/stream-state.js";
import { decodeCompletion } from "./openai-chat/decode.js";
import { step } from "./openai-chat/decode-stream.js";
import { tokensIn } from "./token-logprobs.js";

const entry = { token: "4", logprob: -0.5, bytes: [52], top_logprobs: [{ token: "4", logprob: -0.5 }] };
const token = {
  ...{ token: "4", logprob: -0.5, bytes: [52] },
  alternatives: [{ token: "4", logprob: -0.5, bytes: null }],
};
const fresh = () => startState({ status: 200, requestId: null, aliases: noAliases });
const kinds = (events: readonly ChatEvent[]) =>
  events.flatMap((event) => (event.kind === "logprobs-piece" ? [`${event.kind} ${event.part}`] : [event.kind]));

test("tokens keep what was sent of them, and an entry without a token or a number is none", () => {
  const content = [entry, { token: "2", logprob: 0 }, { token: "2" }, { logprob: -1 }, 5, null];
  const bare = { token: "2", logprob: 0, bytes: null, alternatives: null };
  expect(tokensIn({ logprobs: { content } })).toEqual([token, bare]);
  expect(tokensIn({ logprobs: [entry] })).toEqual([token]);
  for (const logprobs of [null, 5, {}, { content: null }, { tokens: ["4"] }])
    expect(tokensIn({ logprobs })).toEqual([]);
});

test("they come just before the text of their chunk, and behind it where the chunk has none", () => {
  const logprobs = { content: [entry] };
  const first = step(fresh(), { choices: [{ index: 0, delta: { content: "4" }, logprobs }] });
  expect(kinds(first.events)).toEqual(["reply-start", "text-start", "logprobs-piece 0", "text-delta"]);
  const last = step(first.state, { choices: [{ index: 0, delta: {}, logprobs, finish_reason: "stop" }] });
  expect(kinds(last.events)).toEqual(["logprobs-piece 0", "part-end", "finish"]);
  const early = step(fresh(), { choices: [{ index: 0, delta: { reasoning: "so" }, logprobs }] });
  expect(kinds(early.events)).toEqual(["reply-start", "reasoning-start", "reasoning-delta", "logprobs-piece null"]);
});

test("a whole completion has them once", () => {
  const events = decodeCompletion(fresh(), {
    choices: [{ index: 0, message: { content: "4" }, logprobs: { content: [entry] }, finish_reason: "stop" }],
  });
  expect(events.filter(({ kind }) => kind === "logprobs-piece")).toEqual([
    { kind: "logprobs-piece", part: 0, tokens: [token] },
  ]);
});
