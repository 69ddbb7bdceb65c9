import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setupServer } from "msw/node";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { jsonPost, recording } from "../../../test/support/wire-doubles.js";
import type { RecordedExchange } from "../exchange.js";
import { writeHar } from "../har/har.js";
import { type FixtureHandlers, fixtureHandlers } from "./fixture-handlers.js";

const url = "https://service.test/v1/chat";
let folder = "";
let close = () => {};
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  close();
  close = () => {};
});

function write(name: string, exchanges: readonly RecordedExchange[]): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  const entries = exchanges.map((exchange) => ({
    exchange,
    trial: 1,
    step: "ask",
    attempt: 1,
    client: "http" as const,
  }));
  writeFileSync(file, writeHar({ meta, entries }));
  return file;
}

const meta = {
  formatVersion: 1,
  source: "authored",
  recordedAt: null,
  after: "a test",
  scenario: "basic-chat",
  scenarioVersion: 1,
  target: "model/service/chat-completions",
  note: null,
  endpoint: null,
  region: null,
  versions: {},
} as const;

/** Handlers under a server of MSW, which patches `fetch` until the test ends. */
function listening(handlers: FixtureHandlers): FixtureHandlers {
  const server = setupServer(...handlers.handlers);
  server.listen({ onUnhandledRequest: "error" });
  close = () => server.close();
  return handlers;
}

const answering = (text: string, body: unknown = { a: 1 }) =>
  recording({ request: jsonPost(url, body), chunks: [[1, Buffer.from(text)]] });
const ask = (body: unknown = { a: 1 }, at = url) => fetch(at, { method: "POST", body: JSON.stringify(body) });
const textOf = async (body?: unknown, at?: string) => (await ask(body, at)).text();

test("repeated requests are answered in the order of file names, then as recorded, each recording once", async () => {
  write("b/two.har", [answering("third")]);
  write("a/one.har", [answering("first"), answering("second")]);
  listening(fixtureHandlers(folder));
  expect([await textOf(), await textOf(), await textOf()]).toEqual(["first", "second", "third"]);
  expect((await ask()).status).toBe(418);
});

test("leftovers name file, trial, step and request, and reset lets every recording answer again", async () => {
  const file = write("one.har", [answering("first"), answering("second")]);
  const recorded = listening(fixtureHandlers(file));
  await ask();
  expect(recorded.leftovers()).toEqual([{ file, trial: 1, step: "ask", request: `POST ${url}` }]);
  await ask({ a: 2 });
  expect(recorded.misses()).toHaveLength(1);
  recorded.reset();
  expect(recorded.misses()).toEqual([]);
  expect(recorded.leftovers()).toHaveLength(2);
  expect(await textOf()).toBe("first");
});

test("a body comes in its recorded chunks, or in chunks of another size", async () => {
  write("one.har", [
    recording({
      chunks: [
        [1, Buffer.from("one")],
        [2, Buffer.from("second")],
      ],
    }),
  ]);
  const chunksOf = async () => {
    const chunks: string[] = [];
    for await (const chunk of (await ask()).body ?? []) chunks.push(Buffer.from(chunk).toString());
    return chunks;
  };
  listening(fixtureHandlers(folder));
  expect(await chunksOf()).toEqual(["one", "second"]);
  close();
  listening(fixtureHandlers(folder, { rechunk: 4 }));
  expect(await chunksOf()).toEqual(["ones", "econ", "d"]);
});

describe("what broke, breaks again", () => {
  const error = { kind: "reset", code: "ECONNRESET", message: "read ECONNRESET", deadlineMs: null } as const;

  test("a body that was reset comes up to there, and then errors", async () => {
    write("one.har", [recording({ end: "reset", error })]);
    listening(fixtureHandlers(folder));
    const reader = (await ask()).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("whole");
    await expect(reader?.read()).rejects.toThrow("read ECONNRESET");
  });

  test("a refusal is a network error", async () => {
    const refused = { ...error, kind: "refused", code: "ECONNREFUSED" } as const;
    write("one.har", [
      recording({ response: null, firstByteMs: null, chunks: [], end: "connect-error", error: refused }),
    ]);
    listening(fixtureHandlers(folder));
    await expect(ask()).rejects.toThrow(TypeError);
  });

  test("an abort of the caller ends a body before its end", async () => {
    write("one.har", [recording({ chunks: Array.from({ length: 100 }, (_, at) => [at, Buffer.from("x")]) })]);
    listening(fixtureHandlers(folder));
    const controller = new AbortController();
    const { body } = await fetch(url, { method: "POST", body: '{"a":1}', signal: controller.signal });
    let chunks = 0;
    const reading = (async () => {
      for await (const _chunk of body ?? []) {
        chunks += 1;
        controller.abort();
      }
    })();
    await expect(reading).rejects.toThrow("aborted");
    expect(chunks).toBeLessThan(10);
  });
});

describe("a request without a recording", () => {
  test("reaches the OpenAI SDK once, with the nearest recording and the difference, and is not retried", async () => {
    write("one.har", [answering("{}", { model: "m", messages: [{ role: "user", content: "one" }] })]);
    const recorded = listening(fixtureHandlers(folder));
    const client = new OpenAI({ apiKey: "none", baseURL: "https://service.test/v1" });
    const asked = client.post("/chat", { body: { model: "m", messages: [{ role: "user", content: "two" }] } });
    await expect(asked).rejects.toThrow('messages[0].content: "two" ≠ recorded "one"');
    expect(recorded.misses()).toHaveLength(1);
    expect(recorded.misses()[0]).toContain("nearest is recording 1 of 1");
  });

  test.each([
    ["a recorded host, at any path", "https://service.test/v1/other"],
    ["a recorded path, at another base URL", "http://127.0.0.1:9/v1/chat"],
  ])("of %s fails; it never reaches a network", async (_title, at) => {
    write("one.har", [answering("first")]);
    listening(fixtureHandlers(folder));
    expect((await ask({ a: 2 }, at)).status).toBe(418);
  });

  test("of a host and a path that no fixture knows is left to other handlers", async () => {
    write("one.har", [answering("first")]);
    const recorded = listening(fixtureHandlers(folder));
    const said: unknown[] = [];
    const error = console.error;
    console.error = (text: unknown) => void said.push(text);
    await expect(ask({ a: 1 }, "https://elsewhere.test/v2")).rejects.toThrow("Cannot bypass");
    console.error = error;
    expect(String(said[0])).toContain("https://elsewhere.test/v2");
    expect(recorded.misses()).toEqual([]);
  });
});

test("the same request at another base URL is answered", async () => {
  write("one.har", [answering("first")]);
  listening(fixtureHandlers(folder));
  expect(await textOf({ a: 1 }, "http://127.0.0.1:9/v1/chat")).toBe("first");
});

test("a folder without a recording, a damaged fixture and a path that is not there are errors at once", () => {
  expect(() => fixtureHandlers(folder)).toThrow(`${folder}: there is no recording`);
  writeFileSync(join(folder, "bad.har"), "{");
  expect(() => fixtureHandlers(folder)).toThrow("bad.har: line 1: not JSON");
  expect(() => fixtureHandlers(join(folder, "nowhere"))).toThrow("ENOENT");
});
