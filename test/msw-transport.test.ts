import { setupServer } from "msw/node";
import { expect, test } from "vitest";
import { createReplay } from "../src/wire/transport/replay.js";
import { mswTransport, replayHandlers } from "./support/msw-transport.js";
import { recording } from "./support/wire-doubles.js";

const recorded = recording({
  chunks: [
    [1, Buffer.from("one")],
    [2, Buffer.from("two")],
  ],
});
const asked = { method: "POST", body: '{ "a": 1 }' };
const { url } = recorded.request;

test("the fetch face answers through MSW and uses the recording up", async () => {
  const replay = createReplay([recorded]);
  const response = await mswTransport(replay).fetch(url, asked);
  expect([response.status, await response.text()]).toEqual([200, "onetwo"]);
  expect(replay.leftovers()).toEqual([]);
});

test("nothing global is patched", async () => {
  const before = globalThis.fetch;
  await mswTransport(createReplay([recorded])).fetch(url, asked);
  expect(globalThis.fetch).toBe(before);
});

test("the fetch face rejects with the recorded error and with a miss", async () => {
  const error = { kind: "refused", code: "ECONNREFUSED", message: "no", deadlineMs: null } as const;
  const refused = recording({ response: null, firstByteMs: null, chunks: [], end: "connect-error", error });
  const { fetch } = mswTransport(createReplay([refused]));
  await expect(fetch(url, asked)).rejects.toMatchObject(error);
  await expect(fetch(url, asked)).rejects.toMatchObject({ name: "TransportError", kind: "replay-miss" });
});

test("an abort rejects, or errors the body, with the signal's reason", async () => {
  const reason = new Error("enough");
  const { fetch } = mswTransport(createReplay([recorded]));
  await expect(fetch(url, { ...asked, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);

  const controller = new AbortController();
  const response = await fetch(url, { ...asked, signal: controller.signal });
  const reader = response.body?.getReader();
  await reader?.read();
  controller.abort(reason);
  await expect(reader?.read()).rejects.toBe(reason);
});

test("the exchange face reads the replay itself", async () => {
  const response = await mswTransport(createReplay([recorded])).exchange(
    recorded.request,
    new AbortController().signal,
  );
  expect(response.status).toBe(200);
});

test("under a server of MSW the platform's fetch replays; a recorded refusal is a network error", async () => {
  const error = { kind: "refused", code: "ECONNREFUSED", message: "no", deadlineMs: null } as const;
  const refused = recording({ response: null, firstByteMs: null, chunks: [], end: "connect-error", error });
  const server = setupServer(...replayHandlers(createReplay([recorded, refused])));
  server.listen({ onUnhandledRequest: "error" });
  try {
    expect(await (await fetch(url, asked)).text()).toBe("onetwo");
    await expect(fetch(url, asked)).rejects.toThrow(TypeError);
  } finally {
    server.close();
  }
});

test("an unknown failure of the replay is not hidden", async () => {
  const broken = { exchange: () => Promise.reject(new RangeError("a mistake of ours")), leftovers: () => [] };
  await expect(mswTransport(broken).fetch(url, asked)).rejects.toThrow("a mistake of ours");
});
