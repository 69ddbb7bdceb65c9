import { describe, expect, test } from "vitest";
import { interactionsOf } from "../../../test/support/read-format.js";
import { RecordingError } from "../format.js";
import { recordingFile } from "../recording-file.js";
import { httpmock } from "./httpmock.js";

const exchange = (body: string): string => `when:
  path: /v1/chat/completions
  method: POST
  query_param: []
  header:
  - name: Content-Type
    value: application/json
  body: '{"model":"parrot"}'
then:
  status: 200
  header:
  - name: Content-Type
    value: application/json
${body}`;

const fileOf = (text: string) => recordingFile("a.yaml", new TextEncoder().encode(text));
const read = (text: string) => interactionsOf(httpmock, fileOf(text));
const bodyOf = (one: ReturnType<typeof read>[number] | undefined): Buffer =>
  Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []);

describe("httpmock", () => {
  test("each document is an exchange, of which the host is lost", () => {
    const all = read(`${exchange(`  body: '{"word":"hi"}'\n`)}---\n${exchange("  body: bye\n")}---\n`);
    expect(all.map((one) => [one.interaction, bodyOf(one).toString()])).toEqual([
      [0, '{"word":"hi"}'],
      [1, "bye"],
    ]);
    expect(all[0]).toMatchObject({
      file: "a.yaml",
      format: "httpmock",
      request: { method: "POST", url: "/v1/chat/completions", headers: [["content-type", "application/json"]] },
      response: { status: 200, headers: [["content-type", "application/json"]] },
      losses: ["host", "chunk-boundaries", "arrival-times"],
      recordedAt: null,
    });
    expect(Buffer.from(all[0]?.request?.body ?? []).toString()).toBe('{"model":"parrot"}');
  });

  test("a body in base64 is its bytes", () => {
    const [only] = read(exchange("  body: AAEC/w==\n  body_encoding: base64\n"));
    expect([...bodyOf(only)]).toEqual([0, 1, 2, 255]);
  });

  test("a stream at the end of a file gets the blank line back that an editor removed, with a note", () => {
    const events = '  body: |\n    event: message_stop\n    data: {"type":"message_stop"}\n';
    const [only] = read(exchange(events));
    expect(bodyOf(only).toString()).toBe('event: message_stop\ndata: {"type":"message_stop"}\n\n');
    expect(only?.losses).toContain("frames");
    expect(only?.notes).toEqual(["the blank line that closes the last event was added: the file ends without one"]);
    const [whole] = read(exchange(events.replace("|", "|+").concat("\n")));
    expect(whole?.notes).toEqual([]);
    const [cut] = read(exchange('  body: |\n    data: {"type"\n'));
    expect([bodyOf(cut).toString(), cut?.notes]).toEqual(['data: {"type"\n', []]);
  });

  test("a body that only looks like base64 is text", () => {
    expect(bodyOf(read(exchange("  body: AAEC/w==\n"))[0]).toString()).toBe("AAEC/w==");
  });

  test("parameters of the query are part of the URL again", () => {
    const query = "query_param:\n  - name: beta\n    value: a b\n  - name: n\n    value: '1'";
    const [only] = read(exchange("  body: x\n").replace("query_param: []", query));
    expect(only?.request?.url).toBe("/v1/chat/completions?beta=a+b&n=1");
  });

  test("a response or request without a body has none", () => {
    const [only] = read(exchange("").replace(/ {2}body: .*\n/, ""));
    expect(only?.chunks).toEqual([]);
    expect(only?.request?.body).toBeNull();
  });

  test("a status that is not there is lost, not guessed", () => {
    const [only] = read(exchange("  body: x\n").replace("  status: 200\n", ""));
    expect(only?.response?.status).toBeNull();
    expect(only?.losses).toContain("status");
  });

  test.each([
    [
      "base64 that is none",
      exchange("  body: AAE*\n  body_encoding: base64\n"),
      "the body of the response is not valid base64",
    ],
    ["base64 that is cut", exchange("  body: AAEC/\n  body_encoding: base64\n"), "not valid base64"],
    [
      "bytes in another coding",
      exchange("  body: abc\n  body_encoding: rot13\n"),
      'body_encoding "rot13" is not known',
    ],
    ["base64 that is no text", exchange("  body: [a]\n  body_encoding: base64\n"), "neither text nor bytes"],
    ["a body that is a number", exchange("  body: 7\n"), "neither text nor bytes"],
    ["no answer", exchange("").replace(/then:[\s\S]*/, ""), '"then" is not an object'],
    ["no path", exchange("  body: path\n").replace("  path: /v1/chat/completions\n", ""), '"when" has no "path"'],
    ["a quote that does not close", exchange("  body: 'abc\n"), "not valid YAML: Missing closing"],
    ["a list bomb", `${exchange("  body: x\n")}more: ${"[".repeat(5000)}`, "deeper than 128"],
  ])("%s is an error that names the file", (_, text, message) => {
    expect(() => read(text)).toThrow(RecordingError);
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow("a.yaml");
  });

  test("a file is known by when and path, also when it is cut or no text", () => {
    const whole = exchange("  body: x\n");
    expect(httpmock.detect(fileOf(whole))).toBe(true);
    expect(httpmock.detect(fileOf(`---\n${whole}`))).toBe(true);
    expect(httpmock.detect(fileOf(whole.slice(0, 60)))).toBe(true);
    const broken = recordingFile("a.yaml", Buffer.concat([Buffer.from(whole), Buffer.from([0xff, 0xfe])]));
    expect(httpmock.detect(broken)).toBe(true);
    expect(() => interactionsOf(httpmock, broken)).toThrow("a.yaml, line 1, interaction 0: not UTF-8 text");
  });

  test.each(["", "when", "when: now\n", "when:\n  method: GET\n", "interactions:\n- when:\n    path: /\n", "[]", "{"])(
    "%j is not detected",
    (text) => {
      expect(httpmock.detect(fileOf(text))).toBe(false);
    },
  );

  const asked = (when: string) =>
    `when:\n  path: /v1/responses\n  method: POST\n${when}then:\n  status: 200\n  body: hi\n`;

  test.each([
    ["as JSON", "  json_body:\n    model: parrot\n    n: 1\n", '{"model":"parrot","n":1}'],
    [
      "as its one part that is left of a redacted body",
      "  json_body_includes:\n  - model: parrot\n",
      '{"model":"parrot"}',
    ],
  ])("a request that is compared %s", (_, when, body) => {
    const [only] = read(asked(when));
    expect(Buffer.from(only?.request?.body ?? []).toString()).toBe(body);
    expect(only?.losses).toEqual(expect.arrayContaining(["wire-text", "key-order", "host"]));
  });

  test("several parts of a body do not hold it", () => {
    expect(read(asked("  json_body_includes:\n  - a: 1\n  - b: 2\n"))[0]?.request?.body).toBeNull();
  });

  test.each([
    ["  scheme: https\n  host: llm.example\n  port: 443\n", "https://llm.example/v1/responses"],
    ["  scheme: http\n  host: llm.example\n  port: 8080\n", "http://llm.example:8080/v1/responses"],
    ["  host: llm.example\n", "https://llm.example/v1/responses"],
  ])("a definition that names its host: %j", (when, url) => {
    const [only] = read(asked(when));
    expect(only?.request?.url).toBe(url);
    expect(only?.losses).not.toContain("host");
  });
});
