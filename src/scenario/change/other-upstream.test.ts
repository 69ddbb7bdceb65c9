import { expect, test } from "vitest";
import { canExclude, excludedBy, withoutUpstream } from "./other-upstream.js";

test("OpenRouter alone takes a list of upstreams that may not answer, where its replies name theirs", () => {
  const providers = ["openrouter", "bedrock", "moonshot", "openai-chat"];
  expect(providers.filter((provider) => canExclude({ provider, api: "chat-completions-stream" }))).toEqual([
    "openrouter",
  ]);
  expect(canExclude({ provider: "openrouter", api: "responses" })).toBe(false);
  expect(canExclude({ provider: "openrouter", api: "messages-stream" })).toBe(false);
});

test("what a request leaves out is read from its routing, and from nothing else", () => {
  expect(excludedBy({ extra: withoutUpstream("Moonshot AI") })).toEqual(["Moonshot AI"]);
  expect(excludedBy({ extra: {} })).toEqual([]);
  expect(excludedBy({ extra: { provider: { only: ["moonshotai"] } } })).toEqual([]);
  expect(excludedBy({ extra: { provider: { ignore: ["a", 7, null] } } })).toEqual(["a"]);
  expect(excludedBy({ extra: { provider: "a" } })).toEqual([]);
});
