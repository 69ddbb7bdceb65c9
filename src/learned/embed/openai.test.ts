import { expect, test } from "vitest";
import { z } from "zod";
import { TransportError } from "../../wire/exchange.js";
import { endpoint } from "./endpoint.fixture.js";
import { openAiEmbedder } from "./openai.js";

const signal = new AbortController().signal;
const asked = z.object({ input: z.array(z.string()) });
const base = {
  baseUrl: "https://embeddings.test/v1/",
  model: "small",
  dimensions: 2,
  asksForDimensions: false,
  credentials: { kind: "none" },
} as const;

/** Length and first character of each text, in reverse order. */
const lengths = (body: unknown) => {
  const { input } = asked.parse(body);
  const data = input.map((text, index) => ({ index, embedding: [text.length, text.charCodeAt(0)] }));
  return { body: { object: "list", data: data.toReversed(), usage: { total_tokens: 1 } } };
};

test("texts are sent in batches, and each vector is matched to its text by index", async () => {
  const { exchange, requests } = endpoint(lengths);
  const embedder = openAiEmbedder({ ...base, exchange, batchSize: 2, credentials: { kind: "bearer", token: "k" } });
  expect(await embedder.embed(["a", "bb", "ccc"], signal)).toEqual([
    [1, 97],
    [2, 98],
    [3, 99],
  ]);
  expect(requests.map(({ url }) => url)).toEqual(Array(2).fill("https://embeddings.test/v1/embeddings"));
  expect(JSON.parse(Buffer.from(requests[0]?.body ?? []).toString())).toEqual({
    model: "small",
    input: ["a", "bb"],
    encoding_format: "float",
  });
  expect(requests[0]?.headers).toContainEqual(["authorization", "Bearer k"]);
  expect(embedder.id).toBe("openai:small:2");
});

test("dimensions are sent only if the endpoint is configured to accept them", async () => {
  const { exchange, requests } = endpoint(lengths);
  await openAiEmbedder({ ...base, exchange, asksForDimensions: true }).embed(["a"], signal);
  expect(JSON.parse(Buffer.from(requests[0]?.body ?? []).toString())).toMatchObject({ dimensions: 2 });
});

test.each([
  ["a vector of another length", 200, { data: [{ index: 0, embedding: [1] }] }, "protocol", /1 numbers, but 2/],
  ["a text without a vector", 200, { data: [] }, "protocol", /no embedding of text 1 of 1/],
  ["another shape", 200, { data: [{ index: 0, embedding: "AAAA" }] }, "protocol", /data\[0\]\.embedding/],
  ["a body that is not JSON", 200, "<html>", "protocol", /not JSON/],
  ["a refusal", 401, { error: { message: "bad key" } }, "credentials", /bad key/],
  ["a throttle", 429, { error: { message: "slow down" } }, "throttled", /slow down/],
])("%s is a failure", async (_, status, body, kind, message) => {
  const { exchange } = endpoint(() => ({ status, body }));
  const embedding = openAiEmbedder({ ...base, exchange }).embed(["a"], signal);
  await expect(embedding).rejects.toThrow(message);
  await expect(embedding).rejects.toMatchObject({ failure: { kind, status } });
});

test("a connection that is refused is a failure of the network", async () => {
  const exchange = () => Promise.reject(new TransportError("refused", "connection refused", { code: "ECONNREFUSED" }));
  await expect(openAiEmbedder({ ...base, exchange }).embed(["a"], signal)).rejects.toMatchObject({
    failure: { kind: "network", phase: "connect" },
  });
});

test.each([
  [64, 1],
  [65, 2],
  [0, 0],
])("%d texts are %d requests, where nothing else is said", async (count, requestCount) => {
  const { exchange, requests } = endpoint(lengths);
  expect(await openAiEmbedder({ ...base, exchange }).embed(Array(count).fill("a"), signal)).toHaveLength(count);
  expect(requests).toHaveLength(requestCount);
});

test("an embedder says how long its vectors are, and takes an address with any number of slashes", async () => {
  const { exchange, requests } = endpoint(lengths);
  const embedder = openAiEmbedder({ ...base, baseUrl: "https://embeddings.test/v1//", exchange });
  await embedder.embed(["a"], signal);
  expect([embedder.dimensions, requests[0]?.url]).toEqual([2, "https://embeddings.test/v1/embeddings"]);
});

test("a vector of no text is not what was promised", async () => {
  const { exchange } = endpoint(() => ({ body: { data: [{ index: -1, embedding: [1, 2] }] } }));
  await expect(openAiEmbedder({ ...base, exchange }).embed(["a"], signal)).rejects.toThrow(/data\[0\]\.index/);
});

test("the caller's signal goes with each request", async () => {
  const { exchange } = endpoint(lengths);
  const signals: unknown[] = [];
  const watched: typeof exchange = (request, own) => {
    signals.push(own);
    return exchange(request, own);
  };
  await openAiEmbedder({ ...base, exchange: watched, batchSize: 1 }).embed(["a", "b"], signal);
  expect(signals).toEqual([signal, signal]);
});
