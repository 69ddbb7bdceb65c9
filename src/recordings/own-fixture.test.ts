import { describe, expect, test } from "vitest";
import { interactionsOf } from "../../test/support/read-format.js";
import { recording } from "../../test/support/wire-doubles.js";
import type { RecordedExchange } from "../wire/exchange.js";
import { writeHar } from "../wire/har/har.js";
import type { HarImport, HarMeta } from "../wire/har/har-file.js";
import { RecordingError } from "./format.js";
import { readOwnFixture } from "./own-fixture.js";
import { recordingFile } from "./recording-file.js";

const facts: HarMeta = {
  formatVersion: 1,
  source: "recorded",
  recordedAt: "2026-02-10T00:00:00.000Z",
  after: null,
  scenario: "ask",
  scenarioVersion: 1,
  target: "a/b",
  note: null,
  endpoint: null,
  region: null,
  versions: {},
};

const lossesOf = (...losses: readonly string[]): HarImport => ({
  file: "old.yaml",
  format: "vcrpy",
  losses,
  interactions: [0],
});

function read(meta: Partial<HarMeta>, ...exchanges: readonly Partial<RecordedExchange>[]) {
  const text = writeHar({
    meta: { ...facts, ...meta },
    entries: exchanges.map((change) => ({
      exchange: recording(change),
      trial: 1,
      step: "s",
      attempt: 1,
      client: "sdk",
    })),
  });
  return interactionsOf({ read: readOwnFixture }, recordingFile("a.har", Buffer.from(text)));
}

const one = (meta: Partial<HarMeta>, change: Partial<RecordedExchange> = {}) => read(meta, change)[0];

describe("a fixture of ours", () => {
  test("gives each exchange as it was recorded", () => {
    const error = { kind: "reset", code: "ECONNRESET", message: "it broke", deadlineMs: null } as const;
    const read2 = read({}, {}, { end: "reset", error, response: null, chunks: [] });
    expect(read2.map(({ interaction }) => interaction)).toEqual([0, 1]);
    expect(read2[0]).toMatchObject({
      file: "a.har",
      format: "har",
      request: { method: "POST", url: "https://service.test/v1/chat" },
      response: { status: 200, headers: [["content-type", "application/json"]] },
      chunks: [[10, new Uint8Array(Buffer.from("whole"))]],
      end: "eof",
      error: null,
      recordedAt: "2026-02-10T00:00:00.000Z",
      after: null,
      losses: [],
      notes: [],
    });
    expect(read2[1]).toMatchObject({ response: null, chunks: [], end: "reset", error });
  });

  test("that is authored has no time, and its document", () => {
    expect(one({ source: "authored", after: "a document" })).toMatchObject({ recordedAt: null, after: "a document" });
  });

  test("that was recorded follows no document, also where it names one", () => {
    expect(one({ after: "a document" })).toMatchObject({ recordedAt: "2026-02-10T00:00:00.000Z", after: null });
  });

  test("that marks an unknown time is read as null", () => {
    expect(one({}, { startedAt: "1970-01-01T00:00:00.000Z" })).toMatchObject({ recordedAt: null });
    expect(one({}, { startedAt: "1970-01-01T00:00:00.001Z" })).toMatchObject({
      recordedAt: "1970-01-01T00:00:00.001Z",
    });
  });

  test("has its note and its origin as notes, in this order", () => {
    expect(one({ note: "" })?.notes).toEqual([""]);
    expect(one({ imported: lossesOf() })?.notes).toEqual(["imported from old.yaml (vcrpy)"]);
    expect(one({ note: "a note", imported: lossesOf() })?.notes).toEqual(["a note", "imported from old.yaml (vcrpy)"]);
  });
});

describe("what an import had lost", () => {
  test("are listed in our order, without unknown words", () => {
    expect(one({ imported: lossesOf("status", "unknown", "method", "request-body") })?.losses).toEqual([
      "request-body",
      "method",
      "status",
    ]);
  });

  test("is the request, which was made up", () => {
    expect(one({ imported: lossesOf("request") })?.request).toBeNull();
    expect(one({ imported: lossesOf("request-body") })?.request).not.toBeNull();
  });

  test("is the host that stood for one", () => {
    const urlOf = (url: string) => one({}, { request: { method: "GET", url, headers: [], body: null } })?.request?.url;
    expect(urlOf("https://not-recorded.invalid/v1/chat?a=b")).toBe("/v1/chat?a=b");
    expect(urlOf("https://not-recorded.invalid/")).toBe("/");
    expect(urlOf("https://not-recorded.invalid.test/v1")).toBe("https://not-recorded.invalid.test/v1");
    expect(urlOf("https://not-recorded.invalid")).toBe("https://not-recorded.invalid");
    expect(urlOf("http://not-recorded.invalid/v1")).toBe("http://not-recorded.invalid/v1");
  });

  test("is the status, and never a response that did not come", () => {
    const headers = [["content-type", "application/json"]];
    expect(one({ imported: lossesOf("status") })?.response).toEqual({ status: null, headers });
    expect(one({ imported: lossesOf("response-headers") })?.response).toEqual({ status: 200, headers });
    const error = { kind: "dns", code: null, message: "no host", deadlineMs: null } as const;
    const failed = { response: null, chunks: [], end: "connect-error", error } as const;
    expect(one({ imported: lossesOf("status") }, failed)?.response).toBeNull();
  });

  test("are the times of the chunks", () => {
    expect(one({ imported: lossesOf("arrival-times") })?.chunks.map(([ms]) => ms)).toEqual([null]);
    expect(one({ imported: lossesOf("chunk-boundaries") })?.chunks.map(([ms]) => ms)).toEqual([10]);
  });
});

describe("a file that is none", () => {
  const failure = (bytes: Uint8Array) => {
    try {
      return [...readOwnFixture(recordingFile("a.har", bytes))];
    } catch (error) {
      return error;
    }
  };

  test("is a recording that cannot be read, with the place, the file named once", () => {
    expect(failure(Buffer.from('{"log":{}}'))).toEqual(
      new RecordingError({ file: "a.har", interaction: null }, 'log: "version" is missing'),
    );
    expect(failure(Buffer.from("{"))).toMatchObject({ message: expect.stringMatching(/^a\.har: not JSON/) });
    expect(failure(Uint8Array.of(0xff))).toEqual(
      new RecordingError({ file: "a.har", interaction: null }, "not UTF-8 text"),
    );
  });
});
