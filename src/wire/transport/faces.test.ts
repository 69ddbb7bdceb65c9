import { describe, expect, test } from "vitest";
import { hang, scriptedExchange } from "../../../test/support/wire-doubles.js";
import { type Exchange, TransportError, type WireRequest } from "../exchange.js";
import { transportOf } from "./faces.js";

const url = "https://service.test/v1/chat";

/** The request that an exchange was asked for. */
async function requestOf(...asked: Parameters<typeof fetch>): Promise<WireRequest> {
  const seen: WireRequest[] = [];
  const answer = scriptedExchange([]);
  const exchange: Exchange = (request, signal) => {
    seen.push(request);
    return answer(request, signal);
  };
  await transportOf(exchange).fetch(...asked);
  const [request] = seen;
  if (request === undefined) throw new Error("nothing was asked");
  return request;
}

describe("a fetch becomes a request", () => {
  const init = { method: "POST", headers: { "X-One": "1" }, body: '{"a":"é"}' };
  const streamed = () => ({ method: "POST", duplex: "half" as const, body: new Blob(['{"a":"é"}']).stream() });

  test.each<[string, () => Parameters<typeof fetch>]>([
    ["of a text and init", () => [url, init]],
    ["of a URL and init", () => [new URL(url), init]],
    ["with bytes as body", () => [url, { ...init, body: Buffer.from(init.body) }]],
    ["of a Request", () => [new Request(url, init)]],
    ["of a Request and init", () => [new Request(url, { method: "POST" }), init]],
    ["with a buffer as body", () => [url, { ...init, body: new TextEncoder().encode(init.body).buffer }]],
    ["with a blob as body", () => [url, { ...init, body: new Blob([init.body]) }]],
    ["with a stream as body", () => [url, streamed()]],
    ["of a Request with a stream as body", () => [new Request(url, streamed())]],
    ["with a method in lower case", () => [url, { ...init, method: "post" }]],
  ])("%s", async (_title, asked) => {
    const request = await requestOf(...asked());
    expect([request.method, request.url]).toEqual(["POST", url]);
    expect(Buffer.from(request.body ?? []).toString()).toBe('{"a":"é"}');
  });

  test("whose header names are in lower case, and a text without a type is plain text", async () => {
    expect((await requestOf(url, init)).headers).toEqual([
      ["content-type", "text/plain;charset=UTF-8"],
      ["x-one", "1"],
    ]);
  });

  test("that is a GET without a body by default", async () => {
    expect(await requestOf(url)).toEqual({ method: "GET", url, headers: [], body: null });
  });
});

describe("a response becomes the platform's", () => {
  test("with status, headers and body", async () => {
    const headers: [string, string][] = [
      ["x-amzn-requestid", "id"],
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
    ];
    const response = await transportOf(scriptedExchange(["a", "b"], { status: 429, headers })).fetch(url);
    expect([response.status, response.ok]).toEqual([429, false]);
    expect(response.headers.get("x-amzn-requestid")).toBe("id");
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await response.text()).toBe("ab");
  });

  test("without the headers that speak of bytes on the wire", async () => {
    const wire = ["content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"];
    const headers = wire.map((name): [string, string] => [name, "1"]);
    const response = await transportOf(scriptedExchange(["a"], { headers })).fetch(url);
    expect([...response.headers]).toEqual([]);
  });

  test.each([204, 205, 304])("without a body for %i, and the upstream is let go", async (status) => {
    const exchange = scriptedExchange(["never read"], { status });
    const response = await transportOf(exchange).fetch(url);
    expect([response.status, response.body]).toEqual([status, null]);
    expect(exchange.left()).toBe(true);
  });

  test.each([199, 600, 999])("never for status %i, which is a protocol error", async (status) => {
    const exchange = scriptedExchange([], { status });
    await expect(transportOf(exchange).fetch(url)).rejects.toMatchObject({ kind: "protocol" });
    expect(exchange.left()).toBe(true);
  });

  test("with a header beyond Latin-1 shown as its bytes, as the platform does", async () => {
    const response = await transportOf(scriptedExchange([], { headers: [["x-name", "日"]] })).fetch(url);
    expect(Buffer.from(response.headers.get("x-name") ?? "", "latin1").toString()).toBe("日");
  });

  test("which reads the upstream only as fast as it is read itself", async () => {
    let reads = 0;
    async function* chunks() {
      for (;;) {
        reads += 1;
        yield Buffer.from("x");
      }
    }
    const exchange: Exchange = async () => ({ status: 200, headers: [], chunks: chunks() });
    const reader = (await transportOf(exchange).fetch(url)).body?.getReader();
    await new Promise((resolve) => setImmediate(resolve));
    expect(reads).toBe(0);
    await reader?.read();
    await new Promise((resolve) => setImmediate(resolve));
    expect(reads).toBe(1);
  });
});

describe("what breaks", () => {
  const broken = new TransportError("reset", "broken");

  test("before the headers rejects with the TransportError itself", async () => {
    await expect(transportOf(() => Promise.reject(broken)).fetch(url)).rejects.toBe(broken);
  });

  test("inside the body errors the stream with the TransportError itself, after the bytes that arrived", async () => {
    const reader = (await transportOf(scriptedExchange(["a"], { after: broken })).fetch(url)).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("a");
    await expect(reader?.read()).rejects.toBe(broken);
  });

  test("by abort rejects with the signal's reason, before the headers", async () => {
    const controller = new AbortController();
    const work = transportOf((_request, signal) => hang(signal)).fetch(url, { signal: controller.signal });
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(work).rejects.toBe(reason);
  });

  test.each([
    ["a text", (signal: AbortSignal): Parameters<typeof fetch> => [url, { signal }]],
    ["a Request", (signal: AbortSignal): Parameters<typeof fetch> => [new Request(url, { signal })]],
  ])(
    "by abort errors the body of %s at once, though nothing comes, and lets the upstream go",
    async (_title, asked) => {
      const controller = new AbortController();
      const exchange = scriptedExchange(["a"], { after: "hang" });
      const reader = (await transportOf(exchange).fetch(...asked(controller.signal))).body?.getReader();
      await reader?.read();
      const pending = reader?.read();
      const reason = new Error("enough");
      controller.abort(reason);
      await expect(pending).rejects.toBe(reason);
      expect(exchange.left()).toBe(true);
    },
  );

  test("by cancelling the body lets the upstream go", async () => {
    const exchange = scriptedExchange(["a", "b"]);
    const response = await transportOf(exchange).fetch(url);
    await response.body?.cancel();
    expect(exchange.left()).toBe(true);
  });
});

test("close is the transport's own", async () => {
  let closed = 0;
  await transportOf(scriptedExchange([]), async () => {
    closed += 1;
  }).close();
  expect(closed).toBe(1);
});
