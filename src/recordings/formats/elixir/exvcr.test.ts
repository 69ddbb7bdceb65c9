import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { erlangBinary } from "../../../../test/support/foreign-recordings.js";
import { interactionsOf, readingOf } from "../../../../test/support/read-format.js";
import { recordingFile } from "../../recording-file.js";
import { formatOf } from "../../registry.js";
import { exvcr } from "./exvcr.js";

const fileOf = (value: unknown) => recordingFile("a.json", new TextEncoder().encode(JSON.stringify(value)));
const read = (...list: readonly unknown[]) => interactionsOf(exvcr, fileOf(list));
const bodyOf = (one: ReturnType<typeof read>[number] | undefined): string =>
  Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []).toString();

const one = (response: object = {}, request: object = {}) => ({
  request: {
    body: '{"model":"parrot"}',
    headers: { Accept: "*/*" },
    method: "post",
    options: [],
    request_body: "",
    url: "https://llm.example/v1/chat/completions",
    ...request,
  },
  response: {
    binary: false,
    body: '{"word":"né"}',
    headers: { "Content-Type": "application/json", Date: "Mon, 02 Feb 2026 10:00:00 GMT" },
    status_code: 200,
    type: "ok",
    ...response,
  },
});
const term = (body: Uint8Array) => Buffer.from(erlangBinary(body)).toString("base64");

describe("exvcr", () => {
  test("an exchange", () => {
    expect(formatOf(fileOf([one()]))?.id).toBe("exvcr");
    const [only] = read(one());
    expect(only).toMatchObject({
      format: "exvcr",
      request: { method: "POST", url: "https://llm.example/v1/chat/completions", headers: [["accept", "*/*"]] },
      response: { status: 200 },
      recordedAt: "2026-02-02T10:00:00.000Z",
      losses: ["chunk-boundaries", "arrival-times"],
      notes: [],
    });
    expect(Buffer.from(only?.request?.body ?? []).toString()).toBe('{"model":"parrot"}');
    expect(bodyOf(only)).toBe('{"word":"né"}');
  });

  test("the body of a request may be its request_body", () => {
    const [only] = read(one({}, { body: "", request_body: "a=1" }));
    expect(Buffer.from(only?.request?.body ?? []).toString()).toBe("a=1");
    expect(read(one({}, { body: "" }))[0]?.request?.body).toBeNull();
  });

  test("a body that is not UTF-8 is an Erlang binary, also compressed", () => {
    const bytes = new Uint8Array([0, 1, 255]);
    const [plain, packed] = read(
      one({ binary: true, body: term(bytes) }),
      one({ binary: true, body: term(gzipSync('{"word":"hi"}')), headers: { "Content-Encoding": "gzip" } }),
    );
    expect(plain?.chunks.flatMap(([, chunk]) => [...chunk])).toEqual([0, 1, 255]);
    expect(bodyOf(packed)).toBe('{"word":"hi"}');
  });

  test("a client's error is no response", () => {
    const [only] = read(one({ type: "error", body: "nxdomain", status_code: null }));
    expect(only).toMatchObject({ response: null, notes: ["no response: nxdomain"] });
  });

  test("a status may be the list of the status line", () => {
    expect(read(one({ status_code: ["HTTP/1.1", 404, "Not Found"] }))[0]?.response?.status).toBe(404);
  });

  test.each([
    ["text", "AAEC"],
    ["a list", Buffer.from([131, 106]).toString("base64")],
    ["a binary that is cut", Buffer.from([131, 109, 0, 0, 0, 9, 1]).toString("base64")],
    ["no base64", "!"],
  ])("a binary body that is %s is named, and its neighbours are read", (_, body) => {
    expect(readingOf(exvcr, fileOf([one(), one({ binary: true, body }), one()]))).toEqual([
      0,
      expect.stringMatching(/^a\.json, line 1, interaction 1: the body of the response is not /),
      2,
    ]);
  });

  test.each([[[]], [one()], [[{ request: { url: "/" }, response: { status_code: 200 } }]], [[{ scope: "https://a" }]]])(
    "%j is none",
    (value) => {
      expect(exvcr.detect(fileOf(value))).toBe(false);
    },
  );
});
