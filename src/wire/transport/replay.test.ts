import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonPost, manualTimers, readBody, recording } from "../../../test/support/wire-doubles.js";
import { type RecordedExchange, TransportError, type WireRequest } from "../exchange.js";
import { recordExchange } from "./record.js";
import { createReplay, type Replay } from "./replay.js";

const never = () => new AbortController().signal;
const url = "https://service.test/v1/chat";

function answering(text: string, request: WireRequest = jsonPost(url, { a: 1 })): RecordedExchange {
  return recording({ request, chunks: [[1, Buffer.from(text)]] });
}

async function ask(replay: Replay, request: WireRequest): Promise<string> {
  return (await readBody(await replay.exchange(request, never()))).text;
}

async function missOf(replay: Replay, request: WireRequest): Promise<string> {
  const error = await replay.exchange(request, never()).catch((thrown: unknown) => thrown);
  if (error instanceof TransportError && error.kind === "replay-miss") return error.message;
  throw new Error(`expected a replay-miss, got ${String(error)}`);
}

describe("a request is answered by the recording", () => {
  test.each<[string, WireRequest, WireRequest]>([
    [
      "with the same JSON in another order and writing",
      jsonPost(url, '{"b":[1,2.0],"a":"é"}'),
      jsonPost(url, '{ "a": "\\u00e9", "b": [1, 2] }'),
    ],
    [
      "whose path is escaped otherwise",
      jsonPost("https://a.test/model/x%3A0/converse", {}),
      jsonPost("https://a.test/model/x:0/converse", {}),
    ],
    [
      "of another host and port",
      jsonPost("https://bedrock.test/v1/chat", {}),
      jsonPost("http://127.0.0.1:8080/v1/chat", {}),
    ],
    [
      "sent with other headers",
      jsonPost(url, {}, [["authorization", "AWS4-HMAC-SHA256 one"]]),
      jsonPost(url, {}, [["x-stainless-os", "Linux"]]),
    ],
    ["with the same bytes, where they are no JSON", jsonPost(url, "not json"), jsonPost(url, "not json")],
    ["with the same query", jsonPost(`${url}?x=1`, {}), jsonPost(`${url}?x=1#part`, {})],
    [
      "without a body",
      { method: "GET", url, headers: [], body: null },
      { method: "get", url, headers: [], body: new Uint8Array() },
    ],
    ["whose path has a broken escape", jsonPost("https://a.test/50%/x", {}), jsonPost("https://a.test/50%/x", {})],
  ])("%s", async (_title, recorded, asked) => {
    expect(await ask(createReplay([answering("found", recorded)]), asked)).toBe("found");
  });

  test.each<[string, WireRequest]>([
    ["another method", { ...jsonPost(url, { a: 1 }), method: "PUT" }],
    ["another path", jsonPost("https://service.test/v2/chat", { a: 1 })],
    ["another query", jsonPost(`${url}?x=1`, { a: 1 })],
    ["another value", jsonPost(url, { a: 2 })],
    ["another type of value", jsonPost(url, { a: "1" })],
    ["a member more", jsonPost(url, { a: 1, b: null })],
    ["another order of an array", jsonPost(url, { a: [2, 1] })],
    ["no JSON", jsonPost(url, '{"a":1')],
  ])("but not with %s", async (_title, asked) => {
    const replay = createReplay([
      answering("found", jsonPost(url, { a: 1 })),
      answering("two", jsonPost(url, { a: [1, 2] })),
    ]);
    await missOf(replay, asked);
    expect(replay.leftovers()).toHaveLength(2);
  });
});

describe("repeated requests", () => {
  const ab = jsonPost(url, '{"a":1,"b":2}');
  const ba = jsonPost(url, '{"b":2,"a":1}');

  test("get their recordings in recorded order, each once, also where another has the very same bytes", async () => {
    const replay = createReplay([answering("first", ba), answering("second", ab)]);
    expect(await ask(replay, ab)).toBe("first");
    expect(replay.leftovers()).toHaveLength(1);
    expect(await ask(replay, ab)).toBe("second");
    expect(replay.leftovers()).toEqual([]);
  });

  test.each([
    [1, "once"],
    [2, "2 times"],
  ])("one more than the %i recorded is a miss that says so", async (count, words) => {
    const replay = createReplay(
      Array.from({ length: count }, () => answering("x", ab)),
      { from: "chat.har" },
    );
    for (let turn = 0; turn < count; turn += 1) await ask(replay, ba);
    expect(await missOf(replay, ab)).toBe(
      `replay has no answer for POST /v1/chat in chat.har: recorded ${words}, requested once more`,
    );
  });

  test("side by side each get their own recording", async () => {
    const replay = createReplay([answering("1", ab), answering("2", ab), answering("3", ab)]);
    expect((await Promise.all([ask(replay, ab), ask(replay, ba), ask(replay, ab)])).sort()).toEqual(["1", "2", "3"]);
  });
});

describe("a recording plays", () => {
  const chunks = ["data: 1\n\n", "data: 2\n\n", "", "data: [DONE]\n\n"];
  const stream = recording({ chunks: chunks.map((text, at) => [at * 10, Buffer.from(text)]) });
  const asked = stream.request;

  async function chunksOf(replay: Replay): Promise<string[]> {
    const texts: string[] = [];
    for await (const chunk of (await replay.exchange(asked, never())).chunks) texts.push(Buffer.from(chunk).toString());
    return texts;
  }

  test("with its status, headers and recorded chunks", async () => {
    const response = await createReplay([stream]).exchange(asked, never());
    expect([response.status, response.headers]).toEqual([200, [["content-type", "application/json"]]]);
    expect(await chunksOf(createReplay([stream]))).toEqual(chunks);
  });

  test("cut into chunks of n bytes on request, for any n", async () => {
    const whole = chunks.join("");
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (rechunk) => {
        const pieces = await chunksOf(createReplay([stream], { rechunk }));
        expect(pieces.join("")).toBe(whole);
        expect(pieces.slice(0, -1).every((piece) => piece.length === rechunk)).toBe(true);
      }),
    );
  });

  test.each([0, -1, Number.NaN])("not with rechunk or speed %d", (value) => {
    expect(() => createReplay([stream], { rechunk: value })).toThrow("rechunk must be a positive number");
    expect(() => createReplay([stream], { speed: value })).toThrow("speed must be a positive number");
  });

  test("without ever changing: a reader that overwrites its bytes does not reach it", async () => {
    const before = stream.chunks.map(([, bytes]) => Buffer.from(bytes).toString());
    for await (const chunk of (await createReplay([stream]).exchange(asked, never())).chunks) chunk.fill(0);
    expect(stream.chunks.map(([, bytes]) => Buffer.from(bytes).toString())).toEqual(before);
  });

  test("at its pace with speed 1, twice as fast with speed 2", async () => {
    for (const speed of [1, 2]) {
      const timers = manualTimers();
      const slow = recording({ firstByteMs: 100, chunks: [[300, Buffer.from("late")]] });
      const seen: string[] = [];
      const work = (async () => {
        const response = await createReplay([slow], { speed, timers }).exchange(slow.request, never());
        seen.push("headers");
        await readBody(response);
        seen.push("body");
      })();
      await timers.advance(100 / speed - 1);
      expect(seen).toEqual([]);
      await timers.advance(1);
      expect(seen).toEqual(["headers"]);
      await timers.advance(200 / speed);
      expect(seen).toEqual(["headers", "body"]);
      await work;
    }
  });

  test("until an abort, which raises at once, also while it waits", async () => {
    const timers = manualTimers();
    const slow = recording({ firstByteMs: 0, chunks: [[300, Buffer.from("late")]] });
    const controller = new AbortController();
    const response = await createReplay([slow], { speed: 1, timers }).exchange(slow.request, controller.signal);
    const reading = readBody(response);
    await timers.advance(1);
    controller.abort("enough");
    expect(await reading).toMatchObject({ error: { kind: "aborted", cause: "enough" } });
    expect(timers.pending()).toBe(0);

    const fast = new AbortController();
    const iterator = (await createReplay([stream]).exchange(asked, fast.signal)).chunks[Symbol.asyncIterator]();
    await iterator.next();
    fast.abort();
    await expect(iterator.next()).rejects.toMatchObject({ kind: "aborted" });
  });

  test("not at all for an aborted request, which uses nothing up", async () => {
    const replay = createReplay([stream]);
    await expect(replay.exchange(asked, AbortSignal.abort())).rejects.toMatchObject({ kind: "aborted" });
    expect(replay.leftovers()).toEqual([stream]);
  });
});

describe("a broken recording breaks where it broke", () => {
  const error = { kind: "reset", code: "ECONNRESET", message: "read ECONNRESET", deadlineMs: null } as const;

  test("a reset, after its bytes", async () => {
    const broken = recording({ end: "reset", error });
    const read = await readBody(await createReplay([broken]).exchange(broken.request, never()));
    expect(read).toMatchObject({ text: "whole", error: { name: "TransportError", ...error } });
  });

  test("a refusal, before any response", async () => {
    const refused = {
      kind: "refused",
      code: "ECONNREFUSED",
      message: "connect ECONNREFUSED",
      deadlineMs: null,
    } as const;
    const broken = recording({ response: null, firstByteMs: null, chunks: [], end: "connect-error", error: refused });
    await expect(createReplay([broken]).exchange(broken.request, never())).rejects.toMatchObject(refused);
  });

  test.each(["first-byte-timeout", "idle-timeout", "total-timeout", "aborted"] as const)("a %s", async (kind) => {
    const struck = { kind, code: null, message: "struck", deadlineMs: kind === "aborted" ? null : 50 };
    const cut = recording({ end: "client-abort", error: struck });
    const read = await readBody(await createReplay([cut]).exchange(cut.request, never()));
    expect(read).toMatchObject({ text: "whole", error: struck });
    const early = recording({ response: null, firstByteMs: null, chunks: [], end: "client-abort", error: struck });
    await expect(createReplay([early]).exchange(early.request, never())).rejects.toMatchObject(struck);
  });

  test.each([
    ["reset", "reset"],
    ["client-abort", "aborted"],
  ] as const)("a %s that kept no error", async (end, kind) => {
    const bare = recording({ end });
    expect(await readBody(await createReplay([bare]).exchange(bare.request, never()))).toMatchObject({
      error: { kind },
    });
  });

  test("and recording the replay gives the same recording again", async () => {
    for (const original of [recording(), recording({ end: "reset", error })]) {
      const clock = { now: () => 0, date: () => new Date(original.startedAt) };
      const sunk: RecordedExchange[] = [];
      const exchange = recordExchange(createReplay([original]).exchange, (each) => sunk.push(each), clock);
      await readBody(await exchange(original.request, never()));
      expect(sunk).toMatchObject([
        { ...original, firstByteMs: 0, chunks: [[0, new Uint8Array(Buffer.from("whole"))]] },
      ]);
    }
  });
});
