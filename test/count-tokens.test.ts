import { describe, expect, test } from "vitest";
import { countTokens } from "../src/adapters/count-tokens.js";
import type { AskedApi } from "../src/chat/api.js";
import { plainRequest } from "../src/chat/request.js";
import { Stop } from "../src/chat/stop-signal.js";
import { noQuirks } from "../src/chat/unset.js";
import { profileOf, scenarios } from "../src/simulator/simulated.fixture.js";
import { createSimulator } from "../src/simulator/simulator.js";
import { messagesTarget } from "./support/messages-encode.js";

const { exchange } = createSimulator({
  profiles: [profileOf()],
  scenarios,
  seed: 1,
  now: () => new Date(0),
  authorization: "ignored",
});

type Place = { readonly api: AskedApi; readonly provider: string; readonly baseUrl: string };

/** Counts the tokens of a text of so many words. */
async function count({ api, provider, baseUrl }: Place, words: number) {
  const text = "word ".repeat(words);
  const request = plainRequest("m", [{ role: "user", parts: [{ kind: "text", text }], name: null }]);
  const model = { providerModelId: "anthropic.claude-x-v1:0", quirks: { ...noQuirks, family: "anthropic" } };
  const target = { ...messagesTarget(), api, provider, baseUrl, ...model };
  const transport = { exchange, fetch, close: async () => undefined };
  const connection = { target, transport, credentials: { kind: "none" }, policy: "repair", baseUrl: null } as const;
  return countTokens(request, connection, new Stop());
}

describe("each service that counts is understood", () => {
  test.each<readonly [string, Place]>([
    ["Anthropic", { api: "messages", provider: "anthropic", baseUrl: "http://simulated.test/v1" }],
    [
      "mantle",
      { api: "messages-stream", provider: "bedrock-mantle", baseUrl: "http://bedrock-mantle.test/anthropic/v1" },
    ],
    ["Converse", { api: "converse-stream", provider: "bedrock", baseUrl: "http://simulated.test" }],
    ["InvokeModel", { api: "invoke-model", provider: "bedrock", baseUrl: "http://simulated.test" }],
  ])("%s", async (_name, place) => {
    const [few, many] = [await count(place, 3), await count(place, 300)];
    expect([few, many]).toMatchObject([
      { kind: "counted", warnings: [] },
      { kind: "counted", warnings: [] },
    ]);
    const tokens = [few, many].map((one) => (one.kind === "counted" ? one.inputTokens : 0));
    expect(tokens[1]).toBeGreaterThan(tokens[0] ?? 0);
  });
});
