import { expect, test } from "vitest";
import { createRandom } from "../random.js";
import type { ModelRequest } from "../request/model-request.js";
import { readParameters } from "../request/read-parameters.js";
import { readSettings } from "../request/read-settings.js";
import { type OneWord, oneWordOf, oneWordSchema } from "./one-word.js";

const facts = (more: Partial<OneWord> = {}): OneWord => oneWordSchema.parse({ model: "one", ...more });

function asks(question: string, more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    ...{ service: "openrouter", door: null, dialect: "chat" },
    ...{ api: "chat-completions", model: "m", bodyLength: 10 },
    ...{
      settings: readSettings({}),
      parameters: readParameters({}),
      includesUsage: false,
      upstreamPin: null,
      ignoredUpstreams: [],
      isBusy: false,
    },
    ...{ system: null, turns: [{ role: "user", text: question }], tools: [], toolChoice: "auto", prompt: null },
    ...more,
  };
}

/** How often each word is the answer to 300 requests. */
function counts(of: OneWord, request: ModelRequest = asks("A colour?")): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (let at = 0; at < 300; at += 1) {
    const { word } = oneWordOf(of, request, createRandom(`${at}`));
    found.set(word, (found.get(word) ?? 0) + 1);
  }
  return found;
}

test("one name answers alike, whatever serves it and whatever reference varies the question", () => {
  expect(counts(facts(), asks("A colour?", { service: "bedrock", api: "converse" }))).toEqual(counts(facts()));
  expect(counts(facts(), asks("[ref 12ab34] A colour?"))).toEqual(counts(facts()));
  expect(counts(facts({ model: "other" }))).not.toEqual(counts(facts()));
  expect(counts(facts(), asks("A city?"))).not.toEqual(counts(facts()));
});

test("answers are spread, less so where it is colder, and a request's own temperature comes first", () => {
  const most = (found: ReadonlyMap<string, number>) => Math.max(...found.values());
  expect(counts(facts()).size).toBeGreaterThan(1);
  expect(most(counts(facts({ temperature: 0.1 })))).toBeGreaterThan(most(counts(facts())));
  expect(
    counts(facts({ temperature: 0.1 }), asks("A colour?", { settings: readSettings({ temperature: 1 }) })),
  ).toEqual(counts(facts()));
});

test("a cache gives the same request the same answer, and another one where a reference varies it", () => {
  const cached = facts({ caches: true });
  expect(counts(cached).size).toBe(1);
  const words = Array.from({ length: 40 }, (_, at) => {
    const reference = at.toString(16).padStart(6, "0");
    return oneWordOf(cached, asks(`[ref ${reference}] A colour?`), createRandom("same")).word;
  });
  expect(new Set(words).size).toBeGreaterThan(1);
});

test("an injected prompt adds 37 tokens, and one that gives way does not where there is a system prompt", () => {
  const tokens = (of: OneWord, request: ModelRequest) => oneWordOf(of, request, createRandom("same")).inputTokens;
  const [plain, withSystem] = [asks("A colour?"), asks("A colour?", { system: "One word." })];
  expect(tokens(facts({ injected: "stays" }), plain) - tokens(facts(), plain)).toBe(37);
  expect(tokens(facts({ injected: "stays" }), withSystem) - tokens(facts(), withSystem)).toBe(37);
  expect(tokens(facts({ injected: "gives-way" }), withSystem)).toBe(tokens(facts(), withSystem));
});
