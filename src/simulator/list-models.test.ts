import { describe, expect, test } from "vitest";
import { profileOf, scenarios, send } from "./simulated.fixture.js";
import { createSimulator } from "./simulator.js";

const models = [
  { id: "moonshotai/kimi", provider: "openrouter" },
  { id: "anthropic/claude", provider: "openrouter" },
  { id: "moonshotai.kimi", provider: "bedrock" },
  { id: "kimi", provider: "openai" },
] as const;

const simulatorWith = (profile: Parameters<typeof profileOf>[0]) =>
  createSimulator({ profiles: [profileOf(profile)], scenarios, models, seed: 1, now: () => new Date(0) });

const get = (path: string, profile: Parameters<typeof profileOf>[0] = {}, headers?: readonly [string, string][]) =>
  send({ path, body: null, method: "GET", ...(headers === undefined ? {} : { headers }) }, simulatorWith(profile));

const idsAt = async (...args: Parameters<typeof get>) =>
  JSON.parse((await get(...args)).text).data.map(({ id }: { id: string }) => id);

describe("the list of models", () => {
  test.each([
    ["/api/v1/models", ["anthropic/claude", "moonshotai/kimi"]],
    ["/v1/models", ["kimi"]],
    ["/openai/v1/models", ["moonshotai.kimi"]],
  ])("%s has the known ids of its provider", async (path, ids) => {
    expect(await idsAt(path)).toEqual(ids);
  });

  test("leaves out what the profile does not answer, and has the ids that it names whole", async () => {
    expect(await idsAt("/api/v1/models", { models: ["*kimi*", "own/model"] })).toEqual([
      "moonshotai/kimi",
      "own/model",
    ]);
    expect(await idsAt("/v1/models", { models: ["*kimi*", "own"], providers: ["bedrock"] })).toEqual([]);
  });

  test("is empty, not an error, where nothing is known", async () => {
    const bare = createSimulator({ profiles: [profileOf()], scenarios, seed: 1, now: () => new Date(0) });
    const heard = await send({ path: "/v1/models", body: null, method: "GET" }, bare);
    expect([heard.status, JSON.parse(heard.text)]).toEqual([200, { object: "list", data: [] }]);
  });

  test("has every member that the OpenRouter SDK requires", async () => {
    const [first] = JSON.parse((await get("/api/v1/models")).text).data;
    expect(first).toMatchObject({
      ...{ id: "anthropic/claude", canonical_slug: "anthropic/claude", name: "anthropic/claude", created: 0 },
      ...{ context_length: 262_144, per_request_limits: null, default_parameters: null, supported_voices: null },
      architecture: { modality: "text->text", input_modalities: ["text"], output_modalities: ["text"] },
      pricing: { prompt: "0", completion: "0" },
      top_provider: { is_moderated: false },
      links: { details: "/api/v1/models/anthropic/claude/endpoints" },
      supported_parameters: expect.arrayContaining(["tools"]),
    });
  });

  test("needs a key of OpenAI's and Bedrock's endpoints, and none of OpenRouter's", async () => {
    const statuses = ["/v1/models", "/openai/v1/models", "/api/v1/models"].map((path) => get(path, {}, []));
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([401, 403, 200]);
  });
});

describe("one model", () => {
  test.each([
    ["/v1/models/kimi", { id: "kimi", object: "model", created: 0, owned_by: "simulator" }],
    ["/v1/models/any%2Fother", { id: "any/other", object: "model", created: 0, owned_by: "simulator" }],
    [
      "/openai/v1/models/openai.gpt-oss-20b",
      { id: "openai.gpt-oss-20b", object: "model", created: 0, owned_by: "simulator" },
    ],
  ])("%s is there if it is answered", async (path, model) => {
    const heard = await get(path);
    expect([heard.status, JSON.parse(heard.text)]).toEqual([200, model]);
  });

  test("that is not answered is a 404 in OpenAI's words", async () => {
    const heard = await get("/v1/models/other", { models: ["kimi"] });
    expect([heard.status, JSON.parse(heard.text).error.message]).toEqual([404, "The model 'other' does not exist"]);
  });
});

test.each([
  ["POST", "/v1/models"],
  ["DELETE", "/v1/models/kimi"],
  ["GET", "/v1/models/%E0"],
  ["GET", "/v1/chat/completions"],
])("%s %s is nothing that there is", async (method, path) => {
  expect((await send({ path, body: null, method }, simulatorWith({}))).status).toBe(404);
});
