import { describe, expect, test } from "vitest";
import type { ClientView, ClientViews, ViewedStream } from "./client-views.js";
import { endingOf, viewWords } from "./ending.js";
import { findingsOfStream, findingsOverStreams } from "./find-disagreements.js";
import { mergeViews } from "./merge-views.js";

const blank: ClientView = {
  ...{ client: "a", outcome: "ended", text: "", textLength: 0, reasoningLength: 0, calls: [], finish: null },
  ...{ outputTokens: null, error: null, requests: 1 },
};
const view = (over: Partial<ClientView> = {}): ClientView => ({ ...blank, ...over });
const fails = (name: string | null, message = "it broke off") => ({ error: { name, message } });

type Read = Partial<ViewedStream["read"]>;

function stream(name: string, read: Read, views: readonly ClientView[]): ViewedStream {
  return {
    ...{
      name,
      api: "converse-stream",
      source: "recorded",
      status: 200,
      sizeBytes: 1,
      sha256: "",
      end: "eof",
      changed: [],
    },
    read: { completeness: "complete", finish: "end_turn", outputTokens: 0, isBlank: true, ...read },
    ...{ views: [...views], findings: [] },
  };
}
const cut: Read = { completeness: "truncated", finish: null, outputTokens: null };
const named = (id: string) => id.toUpperCase();

describe("what a client shows is said in a few words:", () => {
  test.each<[string, Partial<ClientView>, Read]>([
    ["empty, stop, 0 tok", { finish: "stop", outputTokens: 0 }, {}],
    ["empty, no finish", {}, cut],
    ["text, end_turn", { text: "abc", textLength: 3, finish: "end_turn" }, {}],
    ["part of text, other", { text: "abc", textLength: 3, finish: "other" }, cut],
    [
      "blank text + call, tool_use",
      { text: "\n\n", textLength: 2, calls: [{ name: "f", arguments: null }], finish: "tool_use" },
      {},
    ],
    ["text, end_turn", { text: null, textLength: 3, finish: "end_turn" }, {}],
    ["reasoning, no text, stop, 14 tok", { reasoningLength: 3, finish: "stop", outputTokens: 14 }, {}],
    ["call({}), tool_use", { calls: [{ name: "f", arguments: "{}" }], finish: "tool_use" }, {}],
    [
      "text + call, tool_use",
      { text: "a", textLength: 1, calls: [{ name: "f", arguments: null }], finish: "tool_use" },
      {},
    ],
    ["error ModelError", fails("ModelError"), {}],
    ["part + error it broke off", { text: "a", textLength: 1, ...fails(null) }, {}],
    [`error ${"x".repeat(40)}…`, fails(null, "x".repeat(42)), {}],
    ["waits, part of text", { outcome: "waits", text: "a", textLength: 1 }, { completeness: "failed" }],
    ["crashed: Error: no", { outcome: "crashed", ...fails(null, "Error: no") }, {}],
    ["empty, stop (asked 3 times)", { finish: "stop", requests: 3 }, {}],
    ["hung", { outcome: "hung" }, {}],
  ])("%s", (words, shown, read) => {
    expect(viewWords(view(shown), stream("s", read, []))).toBe(words);
  });
});

test("an end is what the client takes it for", () => {
  const ends = [
    { finish: "stop" },
    { finish: "other" },
    {},
    fails("E"),
    { finish: "error" },
    { outcome: "hung" as const },
  ];
  expect(ends.map((one) => endingOf(view(one)))).toEqual(["normal", "unknown", "none", "error", "error", "broken"]);
});

describe("clients", () => {
  const all = [
    view({ client: "a" }),
    view({ client: "b", finish: "stop", outputTokens: 0 }),
    view({ client: "c", ...fails("ModelError") }),
  ];

  test("that take one stream for different ends disagree, and one calls a cut a normal end", () => {
    expect(findingsOfStream(stream("s", cut, all), named)).toEqual([
      {
        ...{ kind: "clients-disagree", party: "client", clients: ["a", "b", "c"] },
        says: "3 clients, one stream: 1 shows no finish (A); 1 shows a normal end (B); 1 shows an error (C).",
      },
      {
        ...{ kind: "cut-as-normal-end", party: "client", clients: ["b"] },
        says: 'The reply has no terminal event, and B calls that a normal end ("stop").',
      },
    ]);
  });

  test("that show nothing where others show text disagree", () => {
    const [finding, ...others] = findingsOfStream(
      stream("s", {}, [
        view({ finish: "stop" }),
        view({ client: "b", text: "four", textLength: 4, finish: "end_turn" }),
      ]),
      named,
    );
    expect(finding?.says).toBe("2 clients, one stream: 2 show a normal end (A, B); 1 of them no text and no call (A).");
    expect(others).toEqual([]);
  });

  test("that agree are no finding, whatever their words and tokens, nor is one client alone", () => {
    const agreeing = [view({ finish: "stop", outputTokens: 0 }), view({ client: "b", finish: "end_turn" })];
    expect(findingsOfStream(stream("s", {}, agreeing), named)).toEqual([]);
    expect(findingsOfStream(stream("s", {}, [view()]), named)).toEqual([]);
  });

  test("are found that show a cut and a silent model with the same words", () => {
    const silent = view({ finish: "stop", outputTokens: 0 });
    const streams = [
      stream("silent", {}, [silent, view({ client: "b", finish: "end_turn" })]),
      stream("cut", cut, [silent, view({ client: "b" })]),
      stream("text", { isBlank: false }, [silent]),
    ];
    expect(findingsOverStreams(streams, named)).toEqual([
      {
        ...{ kind: "cut-like-silence", party: "client", clients: ["a"] },
        says: 'A shows a reply that ended without a word and a cut one alike, as "empty, stop, 0 tok": silent, cut.',
      },
    ]);
  });
});

test("later views of a reply replace the earlier ones, and the findings over streams are found again", () => {
  const silent = view({ finish: "stop", outputTokens: 0 });
  const views = (streams: readonly ViewedStream[], version: string): ClientViews => ({
    ...{ schemaVersion: 1, missing: [], findings: [], skipped: [], streams: [...streams] },
    clients: [{ id: "a", name: "A", package: "a", version, node: "20.0.0", asksForNode: null }],
  });
  const earlier = views([stream("one", {}, [view()]), stream("two", {}, [silent])], "1.0.0");
  const merged = mergeViews(earlier, views([stream("one", cut, [silent])], "2.0.0"));
  expect(merged.clients.map(({ version }) => version)).toEqual(["2.0.0"]);
  expect(merged.streams.map(({ name, views: [shown] }) => [name, shown?.finish])).toEqual([
    ["two", "stop"],
    ["one", "stop"],
  ]);
  expect(merged.findings.map(({ kind }) => kind)).toEqual(["cut-like-silence"]);
});
