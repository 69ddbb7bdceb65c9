import { expect, test } from "vitest";
import { loadModels } from "../../scenario/load-models.js";
import { type Exchange, TransportError, type WireRequest } from "../../wire/exchange.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import { shippedFile } from "../shipped-file.js";
import { readAnswer } from "./answer.js";
import { type AskProbesOptions, askProbes } from "./ask-probes.js";
import { planProbes } from "./plan-probes.js";
import { assumptions } from "./registry.js";

const catalog = loadModels(shippedFile("scenarios/models.yaml"));
const { asks } = planProbes(assumptions, { catalog, region: null });
const secret = "key-of-a-test-0123456789";

function answering(answer: (request: WireRequest, index: number) => string): {
  readonly exchange: Exchange;
  readonly requests: WireRequest[];
} {
  const requests: WireRequest[] = [];
  const exchange: Exchange = async (request) => {
    requests.push(request);
    const text = answer(request, requests.length);
    async function* chunks() {
      yield Buffer.from(text);
    }
    return { status: 200, headers: [["content-type", "application/json"]], chunks: chunks() };
  };
  return { exchange, requests };
}

function optionsOf(more: Partial<AskProbesOptions> & Pick<AskProbesOptions, "exchange">): AskProbesOptions {
  return {
    credentialsFor: () => ({ kind: "bearer", token: secret }),
    simulator: null,
    redactor: createRedactor([secret]),
    spareUsd: 0,
    stop: new AbortController().signal,
    abort: new AbortController().signal,
    onAsked: () => Promise.resolve(),
    ...more,
  };
}

test("each request is sent once, in order, with its key", async () => {
  const { exchange, requests } = answering(() => "{}");
  const { exchanges, overspent } = await askProbes(asks, optionsOf({ exchange }));
  expect(requests.length).toBe(asks.length);
  expect([...exchanges.keys()]).toEqual(asks.map(({ ask }) => ask.name));
  expect(
    requests.every(({ headers }) =>
      headers.some(([name, value]) => name === "authorization" && value === `Bearer ${secret}`),
    ),
  ).toBe(true);
  expect(overspent).toBeNull();
});

test("a failure is not asked again, and the next is asked", async () => {
  let count = 0;
  const exchange: Exchange = async () => {
    count += 1;
    throw new TransportError("reset", "the connection broke");
  };
  const { exchanges } = await askProbes(asks.slice(0, 3), optionsOf({ exchange }));
  expect(count).toBe(3);
  expect([...exchanges.values()].map((one) => readAnswer(one).broken)).toEqual(Array(3).fill("the connection broke"));
});

test("a reply that is longer than its limit is paid from what the plan leaves", async () => {
  const { exchange, requests } = answering(() => '{"usage":{"outputTokens":17}}');
  // One token more of each reply; the dearest costs $10 a million.
  const { overspent } = await askProbes(asks, optionsOf({ exchange, spareUsd: asks.length * 1e-5 }));
  expect(overspent).toBeNull();
  expect(requests.length).toBe(asks.length);
});

test("nothing more is asked once longer replies have used what the plan leaves", async () => {
  const { exchange, requests } = answering((_request, index) =>
    index < 3 ? '{"usage":{"outputTokens":16}}' : '{"usage":{"outputTokens":17}}',
  );
  const { exchanges, overspent } = await askProbes(asks, optionsOf({ exchange }));
  expect(requests.length).toBe(3);
  expect(exchanges.size).toBe(3);
  expect(overspent).toBe(`${asks[2]?.ask.name}: 17 tokens came, and 16 were planned`);
});

test("a stop keeps what was asked and asks no more", async () => {
  const stop = new AbortController();
  const { exchange, requests } = answering((_request, index) => {
    if (index === 2) stop.abort();
    return "{}";
  });
  const { exchanges } = await askProbes(asks, optionsOf({ exchange, stop: stop.signal }));
  expect(requests.length).toBe(2);
  expect(exchanges.size).toBe(2);
});

test("a signed request is known as one after redaction", async () => {
  const { exchange, requests } = answering(() => "{}");
  const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: secret };
  const options = optionsOf({
    exchange,
    credentialsFor: () => ({ kind: "aws", resolve: () => Promise.resolve(keys) }),
  });
  const mantle = asks.filter(({ ask }) => ask.name === "bedrock-mantle");
  const { exchanges } = await askProbes(mantle, options);
  const [recorded] = exchanges.values();
  expect(recorded === undefined ? null : readAnswer(recorded).isSigned).toBe(true);
  const authorization = requests[0]?.headers.find(([name]) => name === "authorization")?.[1];
  expect(authorization).toContain("/us-east-1/bedrock-mantle/aws4_request");
});

test("what is handed on holds no key, also where the service repeats it", async () => {
  const { exchange } = answering(() => JSON.stringify({ message: `wrong key ${secret}` }));
  const { exchanges } = await askProbes(asks.slice(0, 1), optionsOf({ exchange }));
  const [recorded] = exchanges.values();
  expect(JSON.stringify(recorded)).not.toContain(secret);
  expect(recorded === undefined ? "" : readAnswer(recorded).text).not.toContain(secret);
});
