import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { readJson } from "./read-json.js";

const json = { "content-type": "application/json" };

/** A request as Node's server hands it over, whose body comes in these pieces. */
function requestOf(headers: { readonly [name: string]: string }, pieces: readonly (string | Buffer)[]) {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, headers);
  for (const piece of pieces) request.push(piece);
  if (pieces.length === 0) request.push(null);
  else {
    request.complete = true;
    request.push(null);
  }
  return request;
}

const read = (headers: { readonly [name: string]: string }, pieces: readonly (string | Buffer)[], maxBytes = 100) =>
  readJson(requestOf(headers, pieces), maxBytes);

describe("a body is read", () => {
  test.each([
    ["in one piece", ['{"a":1}'], { a: 1 }],
    ["in several, also within a character", [Buffer.from('"é').subarray(0, 2), Buffer.from('é"').subarray(1)], "é"],
    ["with null as its value", ["null"], null],
  ])("%s", async (_title, pieces, value) => {
    expect(await read(json, pieces)).toEqual({ value });
  });

  test.each(["application/json", "Application/JSON", "application/json; charset=utf-8", "application/json ;x=y"])(
    "as %s",
    async (type) => {
      expect(await read({ "content-type": type }, ["1"])).toEqual({ value: 1 });
    },
  );

  test("without an encoding, also where that is said", async () => {
    expect(await read({ ...json, "content-encoding": "identity" }, ["1"])).toEqual({ value: 1 });
  });
});

describe("a body is refused", () => {
  test.each([
    ["an encoding", { ...json, "content-encoding": "gzip" }, 415, "unsupported_encoding"],
    ["an empty encoding", { ...json, "content-encoding": "" }, 415, "unsupported_encoding"],
    ["no type", {}, 415, "unsupported_media_type"],
    ["a page's text", { "content-type": "text/plain" }, 415, "unsupported_media_type"],
    ["a type that begins alike", { "content-type": "application/jsonp" }, 415, "unsupported_media_type"],
    ["a type behind another", { "content-type": "text/plain application/json" }, 415, "unsupported_media_type"],
    ["a declared length above the limit", { ...json, "content-length": "101" }, 413, "body_too_large"],
  ] as const)("for %s", async (_title, headers, status, code) => {
    expect(await read(headers, ["1"])).toMatchObject({ fault: { status, code } });
  });

  test.each([
    ['"1234567"', 200],
    ['"12345678"', 413],
  ])("when %s has more bytes than nine: %d", async (text, status) => {
    const headers = { ...json, "content-length": "9" };
    for (const pieces of [[text], [text.slice(0, 4), text.slice(4)]]) {
      const got = await read(headers, pieces, 9);
      if (status === 200) expect(got).toEqual({ value: "1234567" });
      else
        expect(got).toEqual({ fault: { status, code: "body_too_large", message: "the body has more than 9 bytes" } });
    }
  });

  test("by its declared length before any of it is read", async () => {
    const request = requestOf({ ...json, "content-length": "10" }, ["1"]);
    expect(await readJson(request, 9)).toMatchObject({ fault: { status: 413 } });
    expect(request.listenerCount("data")).toBe(0);
  });

  test("and its rest is left in the socket once it is too large", async () => {
    const request = requestOf(json, ["0123456789", "0123456789"]);
    expect(await readJson(request, 9)).toMatchObject({ fault: { status: 413 } });
    expect(request.isPaused()).toBe(true);
  });

  test.each([
    ["no JSON", ["{"], /^the body is not JSON: .*JSON/],
    ["nothing at all", [""], /^the body is not JSON: /],
    ["no UTF-8", [Buffer.from([0x22, 0xff, 0x22])], /^the body is not JSON: it is not UTF-8$/],
  ])("for %s", async (_title, pieces, message) => {
    expect(await read(json, pieces)).toEqual({
      fault: { status: 400, code: "invalid_json", message: expect.stringMatching(message) },
    });
  });
});

test("a client that leaves before its request is whole is a broken request", async () => {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, json);
  request.push('{"a":');
  const reading = readJson(request, 100);
  request.destroy();
  await expect(reading).rejects.toThrow("the client disconnected");
});

test("a connection that breaks is told with its own error", async () => {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, json);
  const reading = readJson(request, 100);
  request.destroy(new Error("ECONNRESET"));
  await expect(reading).rejects.toThrow("ECONNRESET");
});
