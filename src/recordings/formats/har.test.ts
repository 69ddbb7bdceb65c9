import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { interactionsOf } from "../../../test/support/read-format.js";
import { type HarFile, writeHar } from "../../wire/har/har.js";
import { RecordingError } from "../format.js";
import { recordingFile } from "../recording-file.js";
import { har } from "./har.js";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const fileOf = (value: unknown) =>
  recordingFile("a.har", utf8(typeof value === "string" ? value : JSON.stringify(value)));
const read = (value: unknown) => interactionsOf(har, fileOf(value));
const bodyOf = (one: ReturnType<typeof read>[number] | undefined): Buffer =>
  Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []);

const json = [{ name: "Content-Type", value: "application/json" }];
const packed = [{ name: "content-encoding", value: "gzip" }];

const entry = (response: object = {}, request: object = {}) => ({
  startedDateTime: "2026-02-02T11:00:00.000+01:00",
  time: 12,
  request: {
    method: "post",
    url: "https://llm.example/v1/chat/completions",
    headers: json,
    bodySize: 18,
    postData: { mimeType: "application/json", params: [], text: '{"model":"parrot"}' },
    ...request,
  },
  response: {
    status: 200,
    headers: json,
    content: { mimeType: "application/json", size: 13, text: '{"word":"hi"}' },
    ...response,
  },
});

const foreign = (...entries: readonly unknown[]) => ({ log: { version: "1.2", creator: { name: "any" }, entries } });

describe("a HAR from another tool", () => {
  test("each entry is an exchange, its time in UTC", () => {
    const all = read(foreign(entry(), entry({ status: 429 })));
    expect(all.map(({ interaction, response }) => [interaction, response?.status])).toEqual([
      [0, 200],
      [1, 429],
    ]);
    expect(all[0]).toMatchObject({
      format: "har",
      request: {
        method: "POST",
        url: "https://llm.example/v1/chat/completions",
        headers: [["content-type", "application/json"]],
        body: utf8('{"model":"parrot"}'),
      },
      recordedAt: "2026-02-02T10:00:00.000Z",
      after: null,
      losses: ["chunk-boundaries", "arrival-times"],
      notes: [],
    });
    expect(bodyOf(all[0]).toString()).toBe('{"word":"hi"}');
  });

  test("a body in base64 is its bytes", () => {
    const [only] = read(foreign(entry({ content: { encoding: "base64", text: "AAEC/w==", size: 4 } })));
    expect([...bodyOf(only)]).toEqual([0, 1, 2, 255]);
  });

  const gzip = gzipSync('{"word":"hi"}');
  const halves = [gzip.subarray(0, 7), gzip.subarray(7)];
  test.each([
    [
      "a text of base64 pieces",
      { encoding: "base64", text: JSON.stringify(halves.map((one) => one.toString("base64"))) },
    ],
    ["a list of base64 pieces", { encoding: "base64", text: halves.map((one) => one.toString("base64")) }],
    ["a text of hex pieces", { text: JSON.stringify(halves.map((one) => one.toString("hex"))) }],
    ["plain base64", { encoding: "base64", text: gzip.toString("base64") }],
  ])("a compressed body that Polly.js keeps as %s is unpacked", (_, content) => {
    const [only] = read(foreign(entry({ headers: packed, content })));
    expect(bodyOf(only).toString()).toBe('{"word":"hi"}');
    expect(only?.response?.headers).toEqual([]);
    expect(only?.losses).toContain("content-encoding");
  });

  test("a plain body that is a list of texts stays what it is", () => {
    expect(bodyOf(read(foreign(entry({ content: { text: '["ab","12"]' } })))[0]).toString()).toBe('["ab","12"]');
  });

  test("a body that the browser discarded is not an empty reply: the response is null, with a note", () => {
    for (const content of [
      { size: 900, encoding: "base64" },
      { size: 900, text: "" },
      { mimeType: "text/plain" },
      undefined,
    ]) {
      const [only] = read(foreign(entry({ content })));
      expect(only?.response).toBeNull();
      expect(only?.notes).toEqual(["the body of the response, status 200, is not in the recording"]);
    }
  });

  test("an error without its body is still that error", () => {
    const [only] = read(foreign(entry({ status: 503, content: { size: 900 } })));
    expect(only?.response?.status).toBe(503);
    expect(only?.notes).toEqual(["the body of the response, status 503, is not in the recording"]);
  });

  test("a body of no bytes is empty, whether its text is there or not", () => {
    for (const content of [{ size: 0 }, { size: 0, text: "" }]) {
      expect(read(foreign(entry({ content })))[0]).toMatchObject({ response: { status: 200 }, chunks: [], notes: [] });
    }
  });

  describe("a body in a file beside", () => {
    const files: { readonly [path: string]: Uint8Array } = { "0a.json": utf8('{"word":"hi"}'), "0b.bin": gzip };
    const readBeside = (one: unknown) => {
      const beside = (path: string) => {
        const found = files[path];
        return found === undefined ? { missing: "is not there" } : { bytes: found };
      };
      return interactionsOf(har, recordingFile("a.har", utf8(JSON.stringify(foreign(one))), beside))[0];
    };

    test("is read for both sides, and unpacked", () => {
      const only = readBeside(
        entry(
          { content: { mimeType: "application/json", size: -1, _file: "0a.json" } },
          { postData: { _file: "0a.json" } },
        ),
      );
      expect(bodyOf(only).toString()).toBe('{"word":"hi"}');
      expect(Buffer.from(only?.request?.body ?? []).toString()).toBe('{"word":"hi"}');
      expect(only?.losses).toEqual(["chunk-boundaries", "arrival-times"]);
      expect(bodyOf(readBeside(entry({ headers: packed, content: { _file: "0b.bin" } }))).toString()).toBe(
        '{"word":"hi"}',
      );
    });

    test("that is missing is named, and an error is still that error", () => {
      const missing = { size: 13, _file: "0c.json" };
      const why = "the body of the response is not in the recording: its file is not there";
      expect(() => readBeside(entry({ content: missing }))).toThrow(why);
      expect(readBeside(entry({ status: 429, content: missing }))).toMatchObject({
        response: { status: 429 },
        notes: [why],
      });
    });

    test("does not replace a body that is there", () => {
      expect(bodyOf(readBeside(entry({ content: { text: "here", _file: "0a.json" } }))).toString()).toBe("here");
    });
  });

  test("status 0 means no response", () => {
    expect(read(foreign(entry({ status: 0 })))[0]?.response).toBeNull();
  });

  test("a request's body that is gone, or only as a form, is a loss", () => {
    for (const postData of [undefined, { params: [{ name: "a", value: "1" }] }]) {
      const [only] = read(foreign(entry({}, { postData })));
      expect(only?.request?.body).toBeNull();
      expect(only?.losses).toContain("request-body");
    }
    const [get] = read(foreign(entry({}, { method: "GET", bodySize: 0, postData: undefined })));
    expect(get?.losses).not.toContain("request-body");
  });

  test.each([
    [
      "base64 that is cut",
      foreign(entry({ content: { encoding: "base64", text: "AAEC/" } })),
      "interaction 0: the body",
    ],
    [
      "base64 pieces that are none",
      foreign(entry({ content: { encoding: "base64", text: "[1]" } })),
      "interaction 0: the body",
    ],
    ["a body that is a number", foreign(entry({ content: { text: 7 } })), "interaction 0: the body"],
    ["no URL", foreign(entry({}, { url: null })), 'interaction 0: "request" has no "url"'],
    ["an entry that is none", foreign(7), 'interaction 0: "request" is not an object'],
    ["no entries", { log: { version: "1.2" } }, '"log.entries" is not a list'],
    ["JSON that is cut", JSON.stringify(foreign(entry())).slice(0, 90), "a.har, line 1, interaction 0: the file ends"],
  ])("%s is an error that names the file", (_, value, message) => {
    expect(() => read(value)).toThrow(RecordingError);
    expect(() => read(value)).toThrow(message);
    expect(() => read(value)).toThrow("a.har");
  });
});

const own = (
  meta: Partial<HarFile["meta"]> = {},
  exchange: Partial<HarFile["entries"][number]["exchange"]> = {},
): string =>
  writeHar({
    meta: {
      formatVersion: 1,
      source: "recorded",
      recordedAt: "2026-02-02T10:00:00.000Z",
      after: null,
      scenario: "basic-chat",
      scenarioVersion: 1,
      target: "parrot/example/chat-completions-stream",
      note: null,
      endpoint: null,
      region: null,
      versions: { node: "20.20.2" },
      ...meta,
    },
    entries: [
      {
        trial: 1,
        step: "reply",
        attempt: 1,
        client: "sdk",
        exchange: {
          startedAt: "2026-02-02T10:00:00.500Z",
          request: {
            method: "POST",
            url: "https://llm.example/v1/chat/completions",
            headers: [["content-type", "application/json"]],
            body: utf8('{"model":"parrot","stream":true}'),
          },
          response: { status: 200, headers: [["content-type", "text/event-stream"]] },
          firstByteMs: 5,
          chunks: [
            [5, utf8("data: {}\n")],
            [7.5, utf8("\ndata:")],
          ],
          end: "reset",
          error: { kind: "reset", code: "ECONNRESET", message: "the connection was reset", deadlineMs: null },
          ...exchange,
        },
      },
    ],
  });

describe("a fixture of ours", () => {
  test("chunks, their times, and how the body ended are kept", () => {
    const [only, ...more] = read(own());
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      file: "a.har",
      format: "har",
      interaction: 0,
      request: { url: "https://llm.example/v1/chat/completions" },
      end: "reset",
      error: { kind: "reset", code: "ECONNRESET" },
      recordedAt: "2026-02-02T10:00:00.500Z",
      after: null,
      losses: [],
      notes: [],
    });
    expect(only?.chunks.map(([ms, bytes]) => [ms, Buffer.from(bytes).toString()])).toEqual([
      [5, "data: {}\n"],
      [7.5, "\ndata:"],
    ]);
  });

  test("a connection that failed has no response", () => {
    const error = { kind: "refused", code: "ECONNREFUSED", message: "nobody listens", deadlineMs: null } as const;
    const text = own({}, { response: null, firstByteMs: null, chunks: [], end: "connect-error", error });
    expect(read(text)[0]).toMatchObject({
      response: null,
      chunks: [],
      end: "connect-error",
      error: { kind: "refused" },
    });
  });

  test("an authored fixture names its document and claims no time", () => {
    const [only] = read(
      own({ source: "authored", recordedAt: null, after: "the API's page, 2026-01-05", note: "by hand" }),
    );
    expect(only).toMatchObject({ recordedAt: null, after: "the API's page, 2026-01-05", notes: ["by hand"] });
  });

  test("what an import had lost is lost still: its stand-ins are taken out again", () => {
    const imported = { file: "b.yaml", format: "httpmock", interactions: [3] };
    const lost = { ...imported, losses: ["host", "status", "arrival-times"] };
    const request = {
      method: "POST",
      url: "https://not-recorded.invalid/v1/chat/completions",
      headers: [],
      body: null,
    };
    const [only] = read(own({ recordedAt: null, imported: lost }, { startedAt: "1970-01-01T00:00:00.000Z", request }));
    expect(only).toMatchObject({
      request: { url: "/v1/chat/completions" },
      response: { status: null },
      recordedAt: null,
      losses: ["host", "status", "arrival-times"],
      notes: ["imported from b.yaml (httpmock)"],
    });
    expect(only?.chunks.map(([ms]) => ms)).toEqual([null, null]);
    expect(read(own({ imported: { ...imported, losses: ["request"] } }))[0]?.request).toBeNull();
  });

  test.each([
    ["another version", own().replace('"formatVersion": 1', '"formatVersion": 2')],
    ["sizes that do not add up", own().replace('"size": 15', '"size": 16')],
    ["an unknown member", own().replace('"_trial"', '"_try": 1, "_trial"')],
    ["a secret", own().replace('"basic-chat"', `"basic-chat", "note2": "sk-or-v1-${"0123456789abcdef".repeat(4)}"`)],
    ["a cut", own().slice(0, 1200)],
  ])("%s is an error that names the file once", (_, text) => {
    expect(() => read(text)).toThrow(RecordingError);
    expect(() => read(text)).toThrow(/^a\.har(?:, line \d+, interaction 0)?: (?!a\.har)/);
  });
});

test("a HAR is known by its entries, and by its beginning when it is cut", () => {
  expect(har.detect(fileOf(foreign()))).toBe(true);
  expect(har.detect(fileOf(own()))).toBe(true);
  expect(har.detect(fileOf(own().slice(0, 90)))).toBe(true);
  expect(har.detect(fileOf(`\ufeff${JSON.stringify(foreign())}`))).toBe(true);
  for (const other of [
    "",
    "{}",
    '{"log": 7}',
    '{"log": {"version": "1.2"}}',
    '[{"log": {"entries": []}}]',
    '{"logs": {',
  ]) {
    expect(har.detect(fileOf(other))).toBe(false);
  }
});
