import { describe, expect, test } from "vitest";
import { interactionsOf, readingOf } from "../../../test/support/read-format.js";
import { recordingFile } from "../recording-file.js";
import { vcrRuby } from "./vcr-ruby.js";

const item = (body = 'encoding: UTF-8\n      string: \'{"word":"hi"}\'') => `- request:
    method: post
    uri: https://llm.example/v1/chat/completions
    body:
      encoding: UTF-8
      string: '{"model":"parrot"}'
    headers:
      User-Agent:
      - Faraday v2
  response:
    status:
      code: 200
      message: OK
    headers:
      Content-Type:
      - application/json
      Server: one
    body:
      ${body}
  recorded_at: Mon, 03 Mar 2025 10:20:30 GMT
`;
const cassette = (...items: readonly string[]) =>
  `---\nhttp_interactions:\n${items.join("")}recorded_with: VCR 6.3.1\n`;

const fileOf = (text: string) => recordingFile("a.yml", new TextEncoder().encode(text));
const cutAt = (text: string, mark: string) => text.slice(0, text.lastIndexOf(mark));
const read = (text: string) => interactionsOf(vcrRuby, fileOf(text));
const bodyOf = (text: string) => Buffer.concat(read(text)[0]?.chunks.map(([, bytes]) => bytes) ?? []).toString();

describe("Ruby's VCR", () => {
  test("an interaction is read with its method in capitals and its moment", () => {
    expect(read(cassette(item()))).toEqual([
      {
        file: "a.yml",
        format: "vcr-ruby",
        interaction: 0,
        request: {
          method: "POST",
          url: "https://llm.example/v1/chat/completions",
          headers: [["user-agent", "Faraday v2"]],
          body: new TextEncoder().encode('{"model":"parrot"}'),
        },
        response: {
          status: 200,
          headers: [
            ["content-type", "application/json"],
            ["server", "one"],
          ],
        },
        chunks: [[null, new TextEncoder().encode('{"word":"hi"}')]],
        end: "eof",
        error: null,
        recordedAt: "2025-03-03T10:20:30.000Z",
        after: null,
        losses: ["chunk-boundaries", "arrival-times"],
        notes: [],
      },
    ]);
  });

  test.each([
    ["bytes under !binary", "encoding: ASCII-8BIT\n      string: !binary |-\n        w6k=", "é"],
    ["plain text that says ASCII-8BIT", 'encoding: ASCII-8BIT\n      string: "data: é\\n\\n"', "data: é\n\n"],
    ["base64_string", "encoding: UTF-8\n      base64_string: |\n        w6k=\n", "é"],
    ["an empty body", "encoding: US-ASCII\n      string: ''", ""],
    ["null", "encoding: US-ASCII\n      string:", ""],
  ])("a body as %s", (_, body, text) => {
    expect(bodyOf(cassette(item(body)))).toBe(text);
  });

  test("text of another encoding is noted", () => {
    expect(read(cassette(item("encoding: ISO-8859-1\n      string: é")))[0]?.notes).toEqual([
      "the body of the response was in ISO-8859-1 and was converted to UTF-8",
    ]);
    expect(read(cassette(item("encoding: ISO-8859-1\n      string: e")))[0]?.notes).toEqual([]);
  });

  test("a JSON cassette holds the same members", () => {
    const request = {
      method: "get",
      uri: "https://llm.example/",
      body: { encoding: "UTF-8", base64_string: "YQ==\n" },
    };
    const response = { status: { code: 404, message: "" }, headers: {}, body: { encoding: "UTF-8", string: "" } };
    const file = fileOf(JSON.stringify({ http_interactions: [{ request, response }], recorded_with: "VCR 6.3.1" }));
    expect(vcrRuby.detect(file)).toBe(true);
    expect(interactionsOf(vcrRuby, file)).toMatchObject([
      { request: { body: new Uint8Array([97]) }, response: { status: 404 } },
    ]);
  });

  test.each([
    ["no URI", cassette(item(), item().replace("    uri:", "    url:")), 'interaction 1: "request" has no "uri"'],
    [
      "no response",
      cassette(item(), item().replace("  response:", "  reply:")),
      'interaction 1: "response" is not an object',
    ],
    [
      "no status",
      cassette(item(), item().replace("code: 200", "c: 1")),
      "interaction 1: the response has no status code",
    ],
    [
      "wrong base64",
      cassette(item(), item("string: !binary abc")),
      "interaction 1: line 42, column 15: not valid YAML",
    ],
    [
      "wrong base64_string",
      cassette(item(), item("base64_string: a!c")),
      "interaction 1: the body of the response is not",
    ],
    [
      "a cut within the last body",
      cassette(item(), item("string: |\n        a")).slice(0, -80),
      "interaction 1: the file ends",
    ],
    ["a cut within quotes", cutAt(cassette(item(), item()), '"word"'), "interaction 1: line 43"],
  ])("%s is an error that names the file, after what is whole", (_, text, message) => {
    const seen = readingOf(vcrRuby, fileOf(text));
    expect(seen).toEqual([0, expect.stringContaining(message)]);
    expect(seen[1]).toMatch(/^a\.yml, line 24, interaction 1: /);
  });

  test("is known by its list, also when it is cut", () => {
    expect(vcrRuby.detect(fileOf(cassette(item())))).toBe(true);
    expect(vcrRuby.detect(fileOf(cassette(item()).slice(0, 60)))).toBe(true);
    expect(vcrRuby.detect(fileOf("interactions:\n- request:\n    uri: a\n"))).toBe(false);
    expect(vcrRuby.detect(fileOf('{"http_interactions": 1}'))).toBe(false);
  });
});
