import { describe, expect, test } from "vitest";
import { evidence, said } from "../../../../test/samples/run-check.js";
import { reply, text, turn } from "../../../../test/samples/transcripts.js";
import type { JsonObject } from "../../../chat/json.js";
import type { ResponseFormat } from "../../../chat/request.js";
import type { Turn } from "../../../transcript/transcript.js";
import { outputJson } from "./json.js";

describe("output/json", () => {
  const schema: JsonObject = {
    type: "object",
    properties: { n: { type: "integer" }, m: { type: "integer" } },
    required: ["n"],
  };
  const bySchema: ResponseFormat = { kind: "json-schema", name: "n", schema, strict: null };
  const formatted = (words: string, responseFormat: ResponseFormat | null): Turn => {
    const plain = turn("s", reply([text(words)]));
    return { ...plain, request: { ...plain.request, responseFormat } };
  };

  test.each<[title: string, words: string, found: readonly string[] | null]>([
    ["an object", '{"n":1}', []],
    ["an object after a thought", '<think>{"n":"x"}</think>{"n":1}', []],
    ["a blank answer", " \n", null],
    ["a fence without a language", '```\n{"n":1}\n```', ["bad output-invalid fenced"]],
    ["a fence in white space", ' \n```json{"n":1}``` \n', ["bad output-invalid fenced"]],
    ["a fence around prose", "```json\nRome\n```", ["bad output-invalid not-json"]],
    ["a fence after prose", 'Here: ```json\n{"n":1}\n```', ["bad output-invalid not-json"]],
    ["a fence before prose", '```json\n{"n":1}\n``` there', ["bad output-invalid not-json"]],
    ["null", "null", ["bad output-invalid not-an-object"]],
    ["two members of the wrong type, said once", '{"n":"1","m":"1"}', ["bad output-invalid wrong-type"]],
  ])("%s", (_title, words, found) => {
    expect(said(outputJson, formatted(words, bySchema))).toEqual(found);
  });

  test("an object of any shape where no schema was sent, and any text where nothing was asked for", () => {
    expect(said(outputJson, formatted('{"x":1}', { kind: "json-object" }))).toEqual([]);
    expect(said(outputJson, formatted("Rome", { kind: "json-object" }))).toEqual(["bad output-invalid not-json"]);
    expect(said(outputJson, formatted("Rome", { kind: "text" }))).toBeNull();
    expect(said(outputJson, formatted("Rome", null))).toBeNull();
  });

  test("the place is said", () => {
    expect(evidence(outputJson, formatted('{"n":"1"}', bySchema))[0]).toMatch(/^\$\.n .*: "\{"n":"1"\}"$/);
  });
});
