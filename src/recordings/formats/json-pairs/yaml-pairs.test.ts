import { describe, expect, test } from "vitest";
import { interactionsOf, readingOf } from "../../../../test/support/read-format.js";
import { recordingFile } from "../../recording-file.js";
import { formatOf } from "../../registry.js";
import { jsonPairs } from "./json-pairs.js";

const fileOf = (text: string) => recordingFile("a.yml", new TextEncoder().encode(text));
const read = (text: string) => interactionsOf(jsonPairs, fileOf(text));
const bodyOf = (one: ReturnType<typeof read>[number] | undefined): string =>
  Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []).toString();

/** As php-vcr writes it: an item for each pair, with texts for numbers. */
const phpItem = (body: string) => `-
    request:
        method: POST
        url: 'https://llm.example/v1/messages'
        headers:
            Host: llm.example
        body: '{"model":"parrot"}'
    response:
        status:
            http_version: '1.1'
            code: '201'
            message: Created
        headers:
            Content-Type: text/plain
        body: ${body}
    index: 0
`;

describe("pairs in YAML", () => {
  test("a cassette of php-vcr", () => {
    const text = `\n${phpItem("hi")}${phpItem("bye")}`;
    expect(formatOf(fileOf(text))?.id).toBe("json-pairs");
    const all = read(text);
    expect(all.map(bodyOf)).toEqual(["hi", "bye"]);
    expect(all[0]).toMatchObject({
      request: { method: "POST", url: "https://llm.example/v1/messages", headers: [["host", "llm.example"]] },
      response: { status: 201, headers: [["content-type", "text/plain"]] },
    });
  });

  test.each([
    ["!!binary aGk=", "hi"],
    ["|\n          hi\n", "hi\n"],
  ])("a body as %j", (body, text) => {
    expect(bodyOf(read(phpItem(body))[0])).toBe(text);
  });

  test("a list under a name, whose bodies are mappings", () => {
    const text = `exchanges:
  - request:
      url: https://llm.example/v1/responses
      body: {model: parrot, input: Hi}
    response:
      status: 200
      body: {id: resp_1, n: 12345678901234567890}
`;
    const [only] = read(text);
    expect(Buffer.from(only?.request?.body ?? []).toString()).toBe('{"model":"parrot","input":"Hi"}');
    expect(bodyOf(only)).toBe('{"id":"resp_1","n":12345678901234567890}');
    expect(only?.losses).toEqual(expect.arrayContaining(["wire-text", "key-order"]));
  });

  test("a damaged pair is named with its line, and its neighbours are read", () => {
    const text = `${phpItem("hi")}${phpItem('"cut')}${phpItem("bye")}`;
    expect(formatOf(fileOf(text))?.id).toBe("json-pairs");
    expect(readingOf(jsonPairs, fileOf(text))).toEqual([0, expect.stringMatching(/line 17, interaction 1: /), 2]);
  });

  test.each([
    ["a workflow", "on:\n  request:\n    branches: [main]\n"],
    ["a text", "request: one\n"],
    ["an API description", "paths:\n  /a:\n    request:\n      body: b\n    response:\n      c: d\n"],
  ])("%s is none", (_, text) => {
    expect(jsonPairs.detect(fileOf(text))).toBe(false);
  });
});
