import { expect, test } from "vitest";
import { headerOf } from "../../wire/exchange.js";
import { defaultEmbedding, embeddingSettings, openEmbedder } from "./embedding-settings.js";
import { endpoint } from "./endpoint.fixture.js";

const { exchange } = endpoint(() => ({ body: {} }));

test.each([
  [{ kind: "hashing" }, "hashing-1-512"],
  [{ kind: "hashing", dimensions: 64 }, "hashing-1-64"],
  [{ kind: "openai", base_url: "http://127.0.0.1:1/v1", model: "m", dimensions: 8 }, "openai:m:8"],
  [{ kind: "titan", aws_region: "us-east-1" }, "titan:amazon.titan-embed-text-v2:0:1024"],
])("%j is the embedder %s", (settings, id) => {
  expect(openEmbedder(embeddingSettings.parse(settings), { exchange, environment: {} }).id).toBe(id);
});

test("the default needs no network", () => {
  expect(openEmbedder(defaultEmbedding, { exchange, environment: {} }).id).toBe("hashing-1-512");
});

test("a key or a region that is not set is an error", () => {
  const openai = { kind: "openai", base_url: "http://127.0.0.1:1", model: "m", dimensions: 8, api_key_env: "MY_KEY" };
  expect(() => openEmbedder(embeddingSettings.parse(openai), { exchange, environment: {} })).toThrow(
    /MY_KEY is not set/,
  );
  expect(() => openEmbedder(embeddingSettings.parse({ kind: "titan" }), { exchange, environment: {} })).toThrow(
    /region/,
  );
});

const openai = { kind: "openai", base_url: "http://127.0.0.1:1", model: "m", dimensions: 8 };

test.each([
  [{ kind: "hashing", dimensions: 2 }, true],
  [{ kind: "hashing", dimensions: 65_536 }, true],
  [{ kind: "hashing", dimensions: 1 }, false],
  [{ kind: "hashing", dimensions: 65_537 }, false],
  [{ kind: "hashing", model: "m" }, false],
  [openai, true],
  [{ ...openai, base_url: "https://h.test/v1", ask_dimensions: true, api_key_env: null }, true],
  [{ ...openai, base_url: "ftp://h.test" }, false],
  [{ ...openai, base_url: "xhttp://h.test" }, false],
  [{ ...openai, base_url: "httpsx://h.test" }, false],
  [{ ...openai, model: "" }, false],
  [{ ...openai, api_key_env: "" }, false],
  [{ ...openai, api_key_env: "K" }, true],
  [{ ...openai, dimensions: undefined }, false],
  [{ ...openai, version: 1 }, false],
  [{ kind: "titan", version: 1, aws_region: "r", model: "m" }, true],
  [{ kind: "titan", version: 2, aws_region: null }, true],
  [{ kind: "titan", version: 3 }, false],
  [{ kind: "titan", aws_region: "" }, false],
  [{ kind: "titan", model: "" }, false],
  [{ kind: "titan", base_url: "x" }, false],
])("%j can be settings: %s", (settings, holds) => {
  expect(embeddingSettings.safeParse(settings).success).toBe(holds);
});

/** What is sent to embed one text by these settings. */
async function sentBy(settings: object, environment: { readonly [name: string]: string } = {}) {
  const service = endpoint(() => ({
    body: { embedding: Array(8).fill(0), data: [{ index: 0, embedding: Array(8).fill(0) }] },
  }));
  const embedder = openEmbedder(embeddingSettings.parse(settings), { exchange: service.exchange, environment });
  await embedder.embed(["a"], new AbortController().signal);
  const [request] = service.requests;
  if (request === undefined) throw new Error("nothing was sent");
  return {
    url: request.url,
    key: headerOf(request.headers, "authorization"),
    body: String(Buffer.from(request.body ?? [])),
  };
}

test("what the settings say is what is sent", async () => {
  const plain = await sentBy(openai);
  expect(plain).toMatchObject({ url: "http://127.0.0.1:1/embeddings", key: null });
  expect(JSON.parse(plain.body)).not.toHaveProperty("dimensions");
  const full = await sentBy({ ...openai, ask_dimensions: true, api_key_env: "K" }, { K: "secret" });
  expect(full.key).toBe("Bearer secret");
  expect(JSON.parse(full.body)).toMatchObject({ model: "m", dimensions: 8 });
  const aws = { AWS_BEARER_TOKEN_BEDROCK: "b", AWS_REGION: "us-west-2" };
  const titan = { kind: "titan", dimensions: 8 };
  const second = await sentBy(titan, aws);
  expect(second.url).toContain("us-west-2");
  expect([second.key, JSON.parse(second.body)]).toEqual([
    "Bearer b",
    { inputText: "a", dimensions: 8, normalize: true },
  ]);
  expect(JSON.parse((await sentBy({ ...titan, version: 1, aws_region: "us-east-1" }, aws)).body)).toEqual({
    inputText: "a",
  });
});

test("a key that is empty is none", () => {
  const settings = embeddingSettings.parse({ ...openai, api_key_env: "K" });
  expect(() => openEmbedder(settings, { exchange, environment: { K: "" } })).toThrow("K is not set");
});

test("the default is told with its dimensions", () => {
  expect(defaultEmbedding).toEqual({ kind: "hashing", dimensions: 512 });
});
