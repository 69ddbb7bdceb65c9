import { expect, test } from "vitest";
import { ChatError } from "../../chat/failure.js";
import { type Exchange, TransportError, type WireRequest } from "../../wire/exchange.js";
import { ask } from "./ask.js";

const signal = new AbortController().signal;
const question = {
  ...{ url: "https://embeddings.test/v1", body: { a: 1 }, signal },
  authorization: { credentials: { kind: "none" }, region: null, signingName: null },
} as const;

function answering(status: number, chunks: () => AsyncIterable<Uint8Array>) {
  const requests: (readonly [WireRequest, unknown])[] = [];
  const exchange: Exchange = async (request, own) => {
    requests.push([request, own]);
    return { status, headers: [["x-request-id", "r-1"]], chunks: chunks() };
  };
  return { exchange, requests };
}
async function* text(...pieces: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}
async function failureOf(asking: Promise<unknown>) {
  const error = await asking.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ChatError)) throw error;
  return error;
}

test("a question is posted as JSON, with the caller's signal, and its answer is whole", async () => {
  const { exchange, requests } = answering(200, () => text("4", "2"));
  expect(await ask({ ...question, exchange })).toMatchObject({ status: 200, text: "42" });
  expect(requests).toEqual([
    [
      {
        ...{ method: "POST", url: "https://embeddings.test/v1", body: new TextEncoder().encode('{"a":1}') },
        headers: [
          ["content-type", "application/json"],
          ["accept", "application/json"],
        ],
      },
      signal,
    ],
  ]);
});

test.each([
  [199, false],
  [200, true],
  [299, true],
  [300, false],
  [500, false],
])("an answer of status %d is one: %s", async (status, isOne) => {
  const { exchange } = answering(status, () => text("{}"));
  if (isOne) expect(await ask({ ...question, exchange })).toMatchObject({ status });
  else expect((await failureOf(ask({ ...question, exchange }))).failure).toMatchObject({ status });
});

test("a connection that breaks keeps what is known of the answer", async () => {
  const reset = new TransportError("reset", "broken", { code: "ECONNRESET" });
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield* text("4");
    throw reset;
  }
  const { exchange } = answering(200, broken);
  const error = await failureOf(ask({ ...question, exchange }));
  expect(error.failure).toMatchObject({ phase: "body", status: 200, requestId: "r-1", afterFinish: false });
  expect(error.cause).toBe(reset);
  const never: Exchange = () => Promise.reject(reset);
  expect((await failureOf(ask({ ...question, exchange: never }))).failure).toMatchObject({
    ...{ phase: "connect", status: null, requestId: null },
  });
});

test("what is no fault of a connection is thrown as it is", async () => {
  const own = new RangeError("a fault of ours");
  await expect(ask({ ...question, exchange: () => Promise.reject(own) })).rejects.toBe(own);
});

test("an answer of more than 128 MiB is left where it is", async () => {
  const megabyte = new Uint8Array(1024 * 1024);
  let taken = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (; taken < 128; taken += 1) yield megabyte;
    yield megabyte.subarray(0, 1);
    taken += 1;
    yield megabyte;
  }
  const { exchange } = answering(200, endless);
  const { failure } = await failureOf(ask({ ...question, exchange }));
  expect(failure).toMatchObject({ status: 200, message: "the answer is larger than 134217728 bytes" });
  expect(taken).toBe(128);
});
