import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { interactionsOf } from "../../../test/support/read-format.js";
import { RecordingError } from "../format.js";
import { recordingFile } from "../recording-file.js";
import { reqLlm } from "./req-llm.js";

const base64 = (text: string) => Buffer.from(text).toString("base64");

const fixture = (change: { request?: object; response?: object; root?: object } = {}) => ({
  request: {
    body: { b64: base64('{"model": "parrot"}') },
    canonical_json: { model: "parrot" },
    headers: { authorization: "[REDACTED:authorization]", "content-type": ["application/json"] },
    method: "post",
    url: "https://llm.example/v1/chat/completions",
    ...change.request,
  },
  response: {
    body: { choices: [], model: "parrot" },
    headers: { "content-type": ["application/json"], date: ["Mon, 02 Feb 2026 10:00:00 GMT"] },
    status: 200,
    ...change.response,
  },
  ...change.root,
});

const streamed = (chunks: unknown, response: object = {}) =>
  fixture({
    response: { body: null, headers: { "content-type": "text/event-stream" }, ...response },
    root: { captured_at: "2026-02-02T10:00:00.123456Z", chunks },
  });

const fileOf = (value: unknown) =>
  recordingFile("a.json", new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value, null, 2)));

function read(value: unknown) {
  const [only, ...more] = interactionsOf(reqLlm, fileOf(value));
  if (only === undefined || more.length > 0) throw new Error("a fixture is one exchange");
  return only;
}

const texts = ({ chunks }: ReturnType<typeof read>) => chunks.map(([at, bytes]) => [at, Buffer.from(bytes).toString()]);

describe("req-llm", () => {
  test("a fixture is one exchange; its request is the bytes that were sent, its response JSON written again", () => {
    const only = read(fixture());
    expect(only).toMatchObject({
      format: "req-llm",
      interaction: 0,
      request: { method: "POST", url: "https://llm.example/v1/chat/completions" },
      response: { status: 200 },
      recordedAt: "2026-02-02T10:00:00.000Z",
      losses: ["wire-text", "key-order", "chunk-boundaries", "arrival-times"],
      notes: [],
    });
    expect(Buffer.from(only.request?.body ?? []).toString()).toBe('{"model": "parrot"}');
    expect(only.request?.headers).toEqual([["content-type", "application/json"]]);
    expect(texts(only)).toEqual([[null, '{"choices":[],"model":"parrot"}']]);
  });

  test("chunks keep their boundaries, also inside a character, and their arrival", () => {
    const word = Buffer.from('data: "ü"\n\n');
    const only = read(
      streamed([
        { b64: word.subarray(0, 8).toString("base64"), t_us: 1500, decoded: "?" },
        { b64: word.subarray(8).toString("base64"), t_us: 2750 },
      ]),
    );
    expect(only.chunks.map(([at, bytes]) => [at, bytes.length])).toEqual([
      [1.5, 8],
      [2.75, 4],
    ]);
    expect(Buffer.concat(only.chunks.map(([, bytes]) => bytes)).toString()).toBe('data: "ü"\n\n');
    expect(only.losses).toEqual([]);
    expect(only.recordedAt).toBe("2026-02-02T10:00:00.123Z");
  });

  test("chunks without a time have lost it", () => {
    const only = read(streamed([{ b64: base64("data: 1\n\n") }, { b64: base64("data: 2\n\n"), t_us: 7 }]));
    expect(only.chunks.map(([at]) => at)).toEqual([null, 0.007]);
    expect(only.losses).toEqual(["arrival-times"]);
  });

  test("a stream of no chunk is empty, a body in base64 is its bytes", () => {
    expect(read(streamed([])).chunks).toEqual([]);
    const only = read(fixture({ response: { body: { b64: base64("data: 1\n\n") } } }));
    expect(texts(only)).toEqual([[null, "data: 1\n\n"]]);
    expect(only.losses).toEqual(["chunk-boundaries", "arrival-times"]);
  });

  test("chunks of a compressed body are one plain body; of a plain one only the header goes", () => {
    const packed = gzipSync("data: 1\n\n");
    const headers = { "content-encoding": "gzip", "content-type": "text/event-stream" };
    const pieces = [packed.subarray(0, 9), packed.subarray(9)].map((piece) => ({
      b64: piece.toString("base64"),
      t_us: 1,
    }));
    const unpacked = read(streamed(pieces, { headers }));
    expect(texts(unpacked)).toEqual([[null, "data: 1\n\n"]]);
    expect(unpacked.losses).toEqual(["chunk-boundaries", "arrival-times", "content-encoding"]);
    const plain = read(streamed([{ b64: base64("data: 1\n\n"), t_us: 1 }], { headers }));
    expect(texts(plain)).toEqual([[0.001, "data: 1\n\n"]]);
    expect(plain.losses).toEqual(["content-encoding"]);
    for (const one of [unpacked, plain]) expect(one.response?.headers).toEqual([["content-type", "text/event-stream"]]);
  });

  test.each([
    ["as text", '{"model":  "parrot"}', '{"model":  "parrot"}', []],
    ["as an object", { model: "parrot", n: 1 }, '{"model":"parrot","n":1}', ["wire-text", "key-order"]],
    ["not at all", null, null, ["request-body"]],
  ])("a request without bytes is taken from its canonical JSON, kept %s", (_, canonical, body, lost) => {
    const only = read(fixture({ request: { body: null, canonical_json: canonical }, response: { body: { b64: "" } } }));
    expect(only.request?.body == null ? null : Buffer.from(only.request.body).toString()).toBe(body);
    expect(only.losses.filter((loss) => !["chunk-boundaries", "arrival-times"].includes(loss))).toEqual(lost);
  });

  test.each([
    ["a chunk in broken base64", streamed([{ b64: "AAEC/" }]), "the body of the response is not valid base64"],
    ["a chunk without bytes", streamed([{ b64: "" }, { decoded: "x" }]), 'chunk 2 has no "b64"'],
    ["a request in broken base64", fixture({ request: { body: { b64: "?" } } }), "of the request is not valid base64"],
    ["no URL", fixture({ request: { url: null } }), '"request" has no "url"'],
    ["no response", { ...fixture(), response: 7 }, '"response" is not an object'],
    ["no body", fixture({ response: { body: undefined } }), 'the response has neither "body" nor "chunks"'],
    ["a body that is null", fixture({ response: { body: null } }), 'the response has neither "body" nor "chunks"'],
    ["a cut file", JSON.stringify(fixture()).slice(0, -5), "not JSON"],
  ])("%s is an error with the file's name", (_, value, message) => {
    expect(() => read(value)).toThrow(RecordingError);
    expect(() => read(value)).toThrow(/^a\.json/);
    expect(() => read(value)).toThrow(message);
  });

  test("it is known by its shape, and by its beginning where it is cut", () => {
    expect(reqLlm.detect(fileOf(fixture()))).toBe(true);
    expect(reqLlm.detect(fileOf(JSON.stringify(fixture(), null, 2).slice(0, -40)))).toBe(true);
    expect(reqLlm.detect(fileOf(JSON.stringify(streamed([{ b64: "AAEC" }])).slice(0, -40)))).toBe(true);
    expect(reqLlm.detect(fileOf({ request: { url: "https://llm.example/" }, response: {} }))).toBe(false);
    expect(reqLlm.detect(fileOf("{"))).toBe(false);
    expect(reqLlm.detect(fileOf("interactions: []"))).toBe(false);
  });
});
