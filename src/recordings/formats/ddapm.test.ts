import { describe, expect, test } from "vitest";
import { interactionsOf } from "../../../test/support/read-format.js";
import { RecordingError } from "../format.js";
import { recordingFile } from "../recording-file.js";
import { ddapm } from "./ddapm.js";

const cassette = (response: object = {}, request: object = {}) => ({
  request: {
    method: "POST",
    url: "https://llm.example/v1/chat/completions",
    headers: { "Content-Type": "application/json" },
    body: '{"model":"parrot"}',
    ...request,
  },
  response: {
    status: { code: 200, message: "OK" },
    headers: { "Content-Type": "application/json", Date: "Mon, 02 Feb 2026 10:00:00 GMT" },
    body: '{"word":"hi"}',
    ...response,
  },
});

const fileOf = (value: unknown) =>
  recordingFile("a.json", new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value, null, 2)));
const read = (value: unknown) => interactionsOf(ddapm, fileOf(value));
const bodyOf = (one: ReturnType<typeof read>[number] | undefined): Buffer =>
  Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []);

describe("ddapm", () => {
  test("a cassette is one exchange", () => {
    const [only, ...more] = read(cassette());
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      format: "ddapm",
      interaction: 0,
      request: { method: "POST", url: "https://llm.example/v1/chat/completions" },
      response: { status: 200 },
      recordedAt: "2026-02-02T10:00:00.000Z",
      losses: ["chunk-boundaries", "arrival-times"],
      notes: [],
    });
    expect(bodyOf(only).toString()).toBe('{"word":"hi"}');
  });

  test("a body that begins with base64: is its bytes, in the request too", () => {
    const [only] = read(cassette({ body: "base64:AAEC/w==" }, { body: "base64:/w==" }));
    expect([...bodyOf(only)]).toEqual([0, 1, 2, 255]);
    expect([...(only?.request?.body ?? [])]).toEqual([255]);
  });

  test("an empty body is empty, and a different declared length is a note", () => {
    const [only] = read(cassette({ body: "", headers: { "content-length": "12" } }));
    expect(only?.chunks).toEqual([]);
    expect(only?.notes).toEqual(["content-length says 12, the stored body has 0 bytes"]);
  });

  test.each([
    ["base64 that is cut", cassette({ body: "base64:AAEC/" }), "the body of the response is not valid base64"],
    ["a body that is a number", cassette({ body: 7 }), "neither text nor bytes"],
    ["no URL", cassette({}, { url: 7 }), '"request" has no "url"'],
    ["a response that is a list", { ...cassette(), response: [] }, '"response" is not an object'],
    ["a list", [cassette()], '"request" is not an object'],
    ["JSON that is cut", JSON.stringify(cassette()).slice(0, 200), "a.json: not JSON"],
    ["a depth bomb", `{"request":${"[".repeat(100_000)}`, "nested deeper than 128"],
  ])("%s is an error that names the file", (_, value, message) => {
    expect(() => read(value)).toThrow(RecordingError);
    expect(() => read(value)).toThrow(message);
    expect(() => read(value)).toThrow("a.json");
  });

  test("a file is known by its shape, and by its beginning when it is cut", () => {
    expect(ddapm.detect(fileOf(cassette()))).toBe(true);
    expect(ddapm.detect(fileOf(JSON.stringify(cassette(), null, 2).slice(0, 120)))).toBe(true);
    expect(ddapm.detect(fileOf(JSON.stringify(cassette()).slice(0, 120)))).toBe(true);
  });

  test.each([
    ["nothing", ""],
    ["a response that keeps its JSON parsed", cassette({ body: { word: "hi" } })],
    ["a request alone", { request: cassette().request }],
    ["a status that is a number", cassette({ status: 200 })],
    ["HAR", { log: { entries: [] } }],
    ["a list", [cassette()]],
    ["cut JSON of another kind", '{"log": {"version": "1.2"'],
  ])("%s is not detected", (_, value) => {
    expect(ddapm.detect(fileOf(value))).toBe(false);
  });
});
