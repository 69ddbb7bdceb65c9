import { describe, expect, test } from "vitest";
import { interactionsOf, readingOf } from "../../../../test/support/read-format.js";
import { recordingFile } from "../../recording-file.js";
import { formatOf } from "../../registry.js";
import { mountebank } from "./mountebank.js";

const fileOf = (value: unknown) => recordingFile("a.json", new TextEncoder().encode(JSON.stringify(value)));
const read = (value: unknown) => interactionsOf(mountebank, fileOf(value));
const bodyOf = (one: ReturnType<typeof read>[number] | undefined): string =>
  Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []).toString();

const asked = { method: "POST", path: "/v1/responses", headers: { Host: "llm.example" }, body: '{"model":"parrot"}' };
const stub = (is: unknown = { statusCode: 201, headers: { "Content-Type": "text/plain" }, body: "hi" }) => ({
  predicates: [{ deepEquals: asked }],
  responses: [{ is }],
});

describe("mountebank", () => {
  test.each([
    ["one imposter", { protocol: "https", port: 4545, stubs: [stub()] }],
    ["a saved file of imposters", { imposters: [{ protocol: "https", port: 4545, stubs: [stub()] }] }],
  ])("%s", (_, value) => {
    expect(formatOf(fileOf(value))?.id).toBe("mountebank");
    const [only] = read(value);
    expect(only).toMatchObject({
      request: { method: "POST", url: "https://llm.example/v1/responses" },
      response: { status: 201, headers: [["content-type", "text/plain"]] },
      losses: ["chunk-boundaries", "arrival-times"],
      notes: [],
    });
    expect(Buffer.from(only?.request?.body ?? []).toString()).toBe('{"model":"parrot"}');
    expect(bodyOf(only)).toBe("hi");
  });

  test.each([
    ["a JSON value", { body: { word: "hi" } }, '{"word":"hi"}'],
    ["base64", { body: "aGk=", _mode: "binary" }, "hi"],
    ["nothing, with the status that is left out", {}, ""],
  ])("the body of an answer as %s", (_, is, text) => {
    const [only] = read({ stubs: [stub(is)] });
    expect(only?.response?.status).toBe(200);
    expect(bodyOf(only)).toBe(text);
  });

  test("a stub that answers in turn gives an interaction for each answer; a proxy's is not in the file", () => {
    const answers = [{ is: { body: "one" } }, { proxy: { to: "https://llm.example" } }, { is: { body: "two" } }];
    expect(read({ stubs: [{ predicates: [], responses: answers }] }).map(bodyOf)).toEqual(["one", "two"]);
  });

  test("predicates may be apart, and within `and`; one of a part of the body does not hold it", () => {
    const predicates = [
      { and: [{ equals: { method: "POST" } }, { equals: { path: "/v1/messages" } }] },
      { contains: { body: "parrot" } },
    ];
    const [only] = read({ stubs: [{ predicates, responses: [{ is: { body: "hi" } }] }] });
    expect(only?.request).toMatchObject({ method: "POST", url: "/v1/messages", body: null });
    expect(only?.losses).toEqual(expect.arrayContaining(["request-body", "host"]));
  });

  test("a query is not in the URL, and a note names its members", () => {
    const predicates = [{ equals: { ...asked, query: { beta: "true", "api-version": "1" } } }];
    const [only] = read({ stubs: [{ predicates, responses: [{ is: { body: "hi" } }] }] });
    expect(only?.request?.url).toBe("https://llm.example/v1/responses");
    expect(only?.notes).toEqual(["the query that the stub compares (beta, api-version) is not in the URL"]);
    expect(
      read({ stubs: [{ predicates: [{ equals: { ...asked, query: {} } }], responses: [{ is: {} }] }] })[0]?.notes,
    ).toEqual([]);
  });

  test("a spoilt answer is named, and its neighbours are read", () => {
    expect(
      readingOf(mountebank, fileOf({ stubs: [stub(), stub(7), stub({ body: "!", _mode: "binary" }), stub()] })),
    ).toEqual([
      0,
      expect.stringMatching(/interaction 1: "is" is not an object/),
      expect.stringMatching(/interaction 2: the body of the response is not valid base64/),
      3,
    ]);
  });

  test.each([[[]], [{}], [{ stubs: [] }], [{ stubs: [{ responses: [{ proxy: {} }] }] }]])("%j is none", (value) => {
    expect(mountebank.detect(fileOf(value))).toBe(false);
  });
});
