import { expect, test } from "vitest";
import { z } from "zod";
import { headerOf } from "../../wire/exchange.js";
import { endpoint } from "./endpoint.fixture.js";
import { titanEmbedder } from "./titan.js";

const signal = new AbortController().signal;
const asked = z.object({ inputText: z.string() });
const answer = (body: unknown) => ({
  body: { embedding: [asked.parse(body).inputText.length, 0], inputTextTokenCount: 1 },
});
const base = {
  modelId: "amazon.titan-embed-text-v2:0",
  region: "us-east-1",
  dimensions: 2,
  version: 2,
  credentials: {
    kind: "aws",
    resolve: async () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not-a-secret" }),
  },
} as const;

test("each text is one signed request to the region's runtime", async () => {
  const { exchange, requests } = endpoint(answer);
  const embedder = titanEmbedder({ ...base, exchange, concurrency: 2 });
  expect(await embedder.embed(["a", "bb", "ccc"], signal)).toEqual([
    [1, 0],
    [2, 0],
    [3, 0],
  ]);
  const [first] = requests;
  expect(first?.url).toBe(
    "https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.titan-embed-text-v2%3A0/invoke",
  );
  expect(JSON.parse(Buffer.from(first?.body ?? []).toString())).toEqual({
    inputText: "a",
    dimensions: 2,
    normalize: true,
  });
  expect(headerOf(first?.headers ?? [], "authorization")).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/bedrock\/aws4_request/,
  );
  expect(embedder.id).toBe("titan:amazon.titan-embed-text-v2:0:2");
});

test("version 1 sends only the text", async () => {
  const { exchange, requests } = endpoint(answer);
  await titanEmbedder({ ...base, exchange, version: 1, baseUrl: "http://127.0.0.1:9/" }).embed(["a"], signal);
  expect(requests[0]?.url).toMatch(/^http:\/\/127\.0\.0\.1:9\/model\//);
  expect(JSON.parse(Buffer.from(requests[0]?.body ?? []).toString())).toEqual({ inputText: "a" });
});

test("a refusal keeps the service's own words", async () => {
  const { exchange } = endpoint(() => ({ status: 403, body: { message: "You don't have access to the model" } }));
  await expect(titanEmbedder({ ...base, exchange }).embed(["a"], signal)).rejects.toThrow(/don't have access/);
});

test("a region or a model id that cannot be part of a URL is refused before any request", () => {
  const { exchange } = endpoint(answer);
  expect(() => titanEmbedder({ ...base, exchange, region: "evil.test/" })).toThrow(/region/);
  expect(() => titanEmbedder({ ...base, exchange, modelId: "../x" })).toThrow(/model id/);
});

test.each([
  [undefined, 4],
  [2, 2],
])("with a concurrency of %s at most %d texts are under way at once", async (concurrency, most) => {
  const { exchange } = endpoint(answer);
  const signals = new Set<unknown>();
  let [underWay, highest] = [0, 0];
  const watched: typeof exchange = async (request, own) => {
    signals.add(own);
    underWay += 1;
    highest = Math.max(highest, underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay -= 1;
    return exchange(request, own);
  };
  const titan = { ...base, exchange: watched, ...(concurrency === undefined ? {} : { concurrency }) };
  const embedder = titanEmbedder(titan);
  expect(await embedder.embed(Array(9).fill("a"), signal)).toHaveLength(9);
  expect([highest, signals, embedder.dimensions]).toEqual([most, new Set([signal]), 2]);
});

test("a vector of another length is refused with the status of its answer", async () => {
  const { exchange } = endpoint(() => ({ body: { embedding: [1] } }));
  await expect(titanEmbedder({ ...base, exchange }).embed(["a"], signal)).rejects.toMatchObject({
    failure: { kind: "protocol", status: 200 },
  });
});
