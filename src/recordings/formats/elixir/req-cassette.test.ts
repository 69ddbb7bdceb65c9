import { describe, expect, test } from "vitest";
import { interactionsOf, readingOf } from "../../../../test/support/read-format.js";
import { recordingFile } from "../../recording-file.js";
import { formatOf } from "../../registry.js";
import { reqCassette } from "./req-cassette.js";

const fileOf = (value: unknown) => recordingFile("a.json", new TextEncoder().encode(JSON.stringify(value)));
const read = (...interactions: readonly unknown[]) =>
  interactionsOf(reqCassette, fileOf({ version: "1.0", interactions }));
const bodyOf = (one: ReturnType<typeof read>[number] | undefined): Buffer =>
  Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []);

const one = (response: object = {}, request: object = {}) => ({
  request: {
    method: "POST",
    uri: "https://llm.example/v1/chat/completions",
    query_string: "",
    headers: { accept: ["application/json"] },
    body_type: "json",
    body_json: { model: "parrot" },
    ...request,
  },
  response: {
    status: 200,
    headers: { "content-type": ["application/json"] },
    body_type: "json",
    body_json: { word: "né" },
    ...response,
  },
  recorded_at: "2026-02-02T10:00:00.123456Z",
});

describe("req-cassette", () => {
  test("an exchange of JSON", () => {
    expect(formatOf(fileOf({ version: "1.0", interactions: [one()] }))?.id).toBe("req-cassette");
    const [only] = read(one());
    expect(only).toMatchObject({
      format: "req-cassette",
      request: { method: "POST", url: "https://llm.example/v1/chat/completions" },
      response: { status: 200, headers: [["content-type", "application/json"]] },
      recordedAt: "2026-02-02T10:00:00.123Z",
      losses: ["wire-text", "key-order", "chunk-boundaries", "arrival-times"],
    });
    expect(Buffer.from(only?.request?.body ?? []).toString()).toBe('{"model":"parrot"}');
    expect(bodyOf(only).toString()).toBe('{"word":"né"}');
  });

  test("texts, and bytes in base64", () => {
    const stream = one(
      { body_type: "text", body: "data: hi\n\n" },
      { body_type: "text", body: "a=1", query_string: "b=2" },
    );
    const [first, second] = read(stream, one({ body_type: "blob", body_blob: "AAEC/w==" }));
    expect(first?.request?.url).toBe("https://llm.example/v1/chat/completions?b=2");
    expect(Buffer.from(first?.request?.body ?? []).toString()).toBe("a=1");
    expect(bodyOf(first).toString()).toBe("data: hi\n\n");
    expect(first?.losses).toEqual(["chunk-boundaries", "arrival-times"]);
    expect([...bodyOf(second)]).toEqual([0, 1, 2, 255]);
  });

  test("a request without a body has none", () => {
    expect(read(one({}, { body_type: "text", body: "" }))[0]?.request?.body).toBeNull();
  });

  test("a spoilt interaction is named, and its neighbours are read", () => {
    const interactions = [one(), one({ body_type: "xml" }), one({ body_type: "blob", body_blob: "!" }), one()];
    expect(readingOf(reqCassette, fileOf({ interactions }))).toEqual([
      0,
      expect.stringMatching(/interaction 1: body_type "xml" of the response is not known/),
      expect.stringMatching(/interaction 2: the body of the response is not valid base64/),
      3,
    ]);
  });

  test("a cassette of VCR.py or of pairs is none", () => {
    const response = { status: { code: 200, message: "OK" }, headers: {}, body: { string: "{}" } };
    const vcr = { interactions: [{ request: { uri: "https://llm.example/", method: "GET" }, response }], version: 1 };
    expect(formatOf(fileOf(vcr))?.id).toBe("vcrpy");
    expect(reqCassette.detect(fileOf({ interactions: [] }))).toBe(false);
  });
});
