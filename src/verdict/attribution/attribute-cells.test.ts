import { describe, expect, test } from "vitest";
import { bedrock, openrouter, target } from "../../../test/samples/matrices.js";
import {
  broken,
  failed,
  finish,
  reply,
  scenario,
  step,
  text,
  transcript,
  turn,
  usage,
} from "../../../test/samples/transcripts.js";
import type { FailureKind } from "../../chat/failure.js";
import type { Reply } from "../../chat/reply.js";
import type { CellIdentity, Transcript } from "../../transcript/transcript.js";
import { judgeAll } from "../judge-all.js";
import { attributeCells } from "./attribute-cells.js";
import { testHypotheses } from "./hypotheses/test-hypotheses.js";

const asked = scenario([step("ask")]);
const targets = [target(bedrock), target(openrouter)];

function trials(answers: readonly Reply[], cell: Partial<CellIdentity> = {}, change: Parameters<typeof turn>[2] = {}) {
  return answers.map((answer, at) => transcript([turn("ask", answer, change)], { cell, trial: at + 1 }));
}

function attributed(transcripts: readonly Transcript[], run: string | null = "run") {
  const verdicts = judgeAll(transcripts, { targets, scenarios: [asked] });
  return attributeCells({ verdicts, transcripts, scenarios: [asked], targets, run });
}

const only = (transcripts: readonly Transcript[]) => [...attributed(transcripts).values()][0];
const silent = reply([], { usage: usage(0) });
const good = reply([text("It is 42.")]);

test("a cell that is fine has no attribution, a refused one has", () => {
  expect(attributed(trials([good])).size).toBe(0);
  expect(attributed(trials([failed("credentials")])).size).toBe(1);
});

test.each<[FailureKind, string, string, string]>([
  ["credentials", "The security token is expired", "account", "established"],
  ["quota", "out of credits", "account", "established"],
  [
    "model-access",
    "You invoked an unsupported model or your request did not allow prompt caching.",
    "our-request",
    "established",
  ],
  ["inference-profile", "Invocation with on-demand throughput isn't supported", "our-request", "established"],
  ["routing", "No endpoints found matching your data policy", "account", "established"],
  ["routing", "No allowed providers are available for the selected model", "our-request", "established"],
  [
    "streaming-tools-unsupported",
    "This model doesn't support tool use in streaming mode.",
    "our-request",
    "established",
  ],
  ["invalid-history", "Expected toolResult blocks", "our-request", "established"],
  ["throttled", "Too many requests", "account", "established"],
])("a refusal by %s (%s) is attributed to %s by its type and its text", (kind, message, party, standing) => {
  const found = only(trials([failed(kind, { message })]));
  expect(found).toMatchObject({ party, standing, rule: "refused" });
  expect(found?.sentence).toContain(message);
});

test.each<[FailureKind, string]>([
  ["throttled", "model is temporarily rate-limited upstream"],
  ["unavailable", "Bedrock is unable to process your request"],
])("%s (%s) measured nothing: to be asked again", (kind, message) => {
  const status = kind === "unavailable" ? 503 : 429;
  expect(only(trials([failed(kind, { message, status })]))).toMatchObject({
    party: "undetermined",
    missing: [{ control: "the same cell again, later", calls: 1 }],
  });
});

describe("a connection that nothing answers", () => {
  const asked = (message: string) =>
    only(trials([failed("network", { message, phase: "connect", code: null, status: null })]));

  test.each([
    "connect ECONNREFUSED 127.0.0.1:443",
    "connect ECONNREFUSED ::1:8080",
    "connect ECONNREFUSED 10.1.2.3:8000",
    "connect EHOSTUNREACH 172.16.0.9:443",
    "connect ECONNREFUSED 192.168.1.4:11434",
    "connect ECONNREFUSED 169.254.169.254:80",
    "connect ECONNREFUSED fd12:3456::1:443",
    "connection refused (localhost:8000)",
  ])("at an address of our own is our own set-up: %s", (message) => {
    expect(asked(message)).toMatchObject({ party: "harness", standing: "established", rule: "refused", missing: [] });
  });

  test.each([
    "connect ECONNREFUSED 3.5.140.2:443",
    "connect ECONNREFUSED 172.32.0.9:443",
    "connect ETIMEDOUT",
    "read ECONNRESET 127.0.0.1:443",
  ])("anywhere else measured nothing: %s", (message) => {
    expect(asked(message)?.party).toBe("undetermined");
  });
});

describe("the bytes decide", () => {
  const reading = {
    completeness: "complete" as const,
    finish: finish("stop"),
    text: "It is 42.",
    reasoning: null,
    toolCalls: [],
    outputTokens: 5,
    inputTokens: 100,
  };
  const otherReading = { client: "http" as const, reading, differences: ['text: "" ≠ "It is 42."'] };

  test("where our decoder reads an answer that the SDK does not show, it is the client", () => {
    const found = only(trials([silent], { client: "sdk" }, { otherReading }));
    expect(found).toMatchObject({ party: "client", standing: "established", rule: "read-otherwise" });
  });

  test("and the other way round it is our adapter", () => {
    const other = { ...otherReading, client: "sdk" as const };
    expect(only(trials([silent], { client: "http" }, { otherReading: other }))?.party).toBe("adapter");
  });

  test("a second reading that is as blank accuses no reader", () => {
    const blank = { ...otherReading, reading: { ...reading, text: "", outputTokens: 0 } };
    expect(only(trials([silent], { client: "sdk" }, { otherReading: blank }))?.rule).toBe("no-rule-fits");
  });

  test("an id that our adapter rewrote is the adapter's, suspected until the unchanged one is asked", () => {
    const warnings = [
      { id: "tool-call-id-aliased", field: "messages[1].parts[0].id", message: '"a.b:0" is sent as a1' },
    ];
    expect(only(trials([{ ...silent, warnings }]))).toMatchObject({
      party: "adapter",
      standing: "suspected",
      rule: "changed-on-the-way",
    });
  });

  test("a setting that the scenario does not ask for is ours", () => {
    const request = { ...turn("ask", silent).request, topP: 0.9 };
    const found = only(trials([silent], {}, { request }));
    expect(found?.sentence).toContain("topP is sent as 0.9, which the scenario does not ask for");
  });

  test("a reply that ends at its limit of tokens is our request", () => {
    const cut = reply([], { finish: finish("length"), usage: usage(256) });
    expect(only(trials([cut]))).toMatchObject({ party: "our-request", standing: "suspected", rule: "cut-by-request" });
  });
});

test("trials of one run with references name a provider, suspected; kept recordings only suggest it", () => {
  const messages = [{ role: "user", parts: [{ kind: "text", text: "[ref 00abcd] Hello" }], name: null }] as const;
  const ten = (answer: Reply) => Array.from({ length: 10 }, () => answer);
  const change = { messages };
  const fine = { ...openrouter, target: "kimi-k2.5/openrouter/chat-completions", upstreamPin: "parasail" };
  const pinned = { ...fine, api: "chat-completions-stream" as const };
  const served = reply([text("It is 42.")], { upstream: "Parasail" });
  const transcripts = [...trials(ten(silent), {}, change), ...trials(ten(served), pinned, change)];
  const [found] = [...attributed(transcripts).values()];
  expect(found).toMatchObject({ party: "provider-serving", standing: "suspected", rule: "other-provider-fine" });
  const [kept] = [...attributed(transcripts, null).values()];
  expect(kept).toMatchObject({ party: "undetermined", leans: "provider-serving" });
});

test("two upstreams of one unpinned cell are controls of each other, which suggest", () => {
  const by = (upstream: string, answer: Reply) => Array.from({ length: 6 }, () => ({ ...answer, upstream }));
  const [found] = [...attributed(trials([...by("Together", silent), ...by("Parasail", good)], openrouter)).values()];
  expect(found).toMatchObject({ party: "undetermined", leans: "provider-serving" });
  expect(found?.for[0]).toContain("→ Together: 0 of 6 ok");
  expect(found?.controls).toMatchObject([
    { kind: "provider", of: "sample on kimi-k2.5/openrouter/chat-completions → Parasail", reading: "suggests-fine" },
  ]);
});

describe("hypotheses", () => {
  const states = (transcripts: readonly Transcript[]) =>
    Object.fromEntries(testHypotheses(attributed(transcripts), transcripts).map(({ id, state }) => [id, state]));

  test("there are none without a blank reply", () => {
    expect(testHypotheses(attributed(trials([failed("credentials")])), [])).toEqual([]);
  });

  test("a single blank reply touches that of the limit alone", () => {
    const untouched = {
      H1: "untouched",
      H2: "untouched",
      H3: "untouched",
      H5: "untouched",
      H6: "untouched",
      H7: "untouched",
    };
    expect(states(trials([silent]))).toEqual({ ...untouched, H4: "contradicted" });
  });

  test("a rate supports that it is intermittent, five of five contradict it", () => {
    expect(states(trials([silent, good, silent]))["H3"]).toBe("supported");
    expect(states(trials([silent, silent, silent, silent, silent]))["H3"]).toBe("contradicted");
  });

  test("two decoders that read alike contradict a lossy client", () => {
    const blank = { completeness: "complete" as const, finish: finish("stop"), text: "", reasoning: null };
    const reading = { ...blank, toolCalls: [], outputTokens: 0, inputTokens: 100 };
    const alike = { otherReading: { client: "http" as const, reading, differences: [] } };
    expect(states(trials([silent], { client: "sdk" }, alike))["H5"]).toBe("contradicted");
  });

  test("a stall is one of the blank replies", () => {
    expect(states(trials([broken("timeout", { raw: null })]))["H4"]).toBe("contradicted");
  });
});
