import { expect, test } from "vitest";
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
