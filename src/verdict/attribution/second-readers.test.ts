import { describe, expect, test } from "vitest";
import { bedrock, openrouter, target } from "../../../test/samples/matrices.js";
import {
  broken,
  call,
  finish,
  reply,
  scenario,
  step,
  text,
  transcript,
  turn,
  usage,
  weatherTool,
} from "../../../test/samples/transcripts.js";
import type { Reply } from "../../chat/reply.js";
import type { CellIdentity, Provenance, Transcript } from "../../transcript/transcript.js";
import type { ClientView, ClientViews, ViewedStream } from "../client-views/client-views.js";
import { judgeAll } from "../judge-all.js";
import { attributeCells } from "./attribute-cells.js";
import { testHypotheses } from "./hypotheses/test-hypotheses.js";

const asked = scenario([step("ask")]);
const targets = [target(bedrock), target(openrouter)];
const silent = reply([], { usage: usage(0) });
const good = reply([text("It is 42.")]);

type Made = { readonly cell?: Partial<CellIdentity>; readonly change?: Parameters<typeof turn>[2] } & {
  readonly provenance?: Partial<Provenance>;
};

function trials(answers: readonly Reply[], { cell = {}, change = {}, provenance = {} }: Made = {}) {
  return answers.map((answer, at) => {
    const made = transcript([turn("ask", answer, change)], { cell, trial: at + 1 });
    return { ...made, provenance: { ...made.provenance, ...provenance } };
  });
}

const view = (client: string, shown: Partial<ClientView> = {}): ClientView => ({
  ...{ client, outcome: "ended", text: "", textLength: 0, reasoningLength: 0, calls: [], finish: "end_turn" },
  ...{ outputTokens: 0, error: null, requests: 1, ...shown },
});
const reads = (client: string, words: string): ClientView => view(client, { text: words, textLength: words.length });

/** The views of the given trials' replies; the hash of a reply is made of its name. */
function viewsOf(
  streams: { readonly [name: string]: readonly ClientView[] },
  change: Partial<ViewedStream> = {},
): ClientViews {
  const known = { package: "p", version: "1.0.0", node: "22.0.0", asksForNode: null };
  return {
    ...{ schemaVersion: 1, missing: [], findings: [], skipped: [] },
    clients: ["aws-sdk", "ai-sdk-bedrock", "strands"].map((id) => ({ id, name: id.toUpperCase(), ...known })),
    streams: Object.entries(streams).map(([name, views]) => ({
      ...{ name, api: "converse-stream", source: "recorded", status: 200, sizeBytes: 1, sha256: `of ${name}` },
      ...{ end: "eof", changed: [], findings: [] },
      read: { completeness: "complete", finish: "end_turn", outputTokens: 0, isBlank: true },
      views: [...views],
      ...change,
    })),
  };
}

const first = "kimi-k2.5/bedrock/converse-stream/sample #1 ask";

function attributed(
  made: readonly Transcript[],
  views: ClientViews | null = null,
  hashes?: ReadonlyMap<string, string>,
) {
  const verdicts = judgeAll(made, { targets, scenarios: [asked] });
  const kept = hashes ?? new Map((views?.streams ?? []).map(({ name }) => [name, `of ${name}`]));
  const tiedViews = views === null ? null : { views, hashes: kept };
  const all = attributeCells({ verdicts, transcripts: made, scenarios: [asked], targets, run: "run", tiedViews });
  return [...all.values()];
}

describe("the official SDK of the API", () => {
  test("that reads good content in the bytes of a blank cell makes it our adapter, established", () => {
    const [found] = attributed(trials([silent]), viewsOf({ [first]: [reads("aws-sdk", "It is 42.")] }));
    expect(found).toMatchObject({ party: "adapter", standing: "established", rule: "read-otherwise", exonerated: [] });
    expect(found?.sentence).toBe(
      'The client AWS-SDK 1.0.0 reads the recorded bytes as good, our decoder does not: text: "" ≠ "It is 42.".',
    );
  });

  test("that shows a call which we lose, too", () => {
    const shown = view("aws-sdk", {
      calls: [{ name: "get_weather", arguments: '{"location":"SF"}' }],
      finish: "tool_use",
    });
    const made = trials([silent], { change: { tools: [weatherTool] } });
    const [found] = attributed(made, viewsOf({ [first]: [shown] }));
    expect(found?.sentence).toContain("calls: none ≠ get_weather");
  });

  test("whatever our use of the SDK reads", () => {
    const views = viewsOf({ [first]: [reads("aws-sdk", "It is 42.")] });
    expect(attributed(trials([silent], { cell: { client: "sdk" } }), views)[0]?.party).toBe("adapter");
  });

  test("that reads the same exonerates our decoder, with numbers, and leaves the rest as it is", () => {
    const second = first.replace("#1", "#2");
    const same = [view("aws-sdk"), view("strands", { outputTokens: null })];
    const [found] = attributed(trials([silent, silent]), viewsOf({ [first]: same, [second]: [view("aws-sdk")] }));
    expect(found).toMatchObject({ party: "undetermined", rule: "no-rule-fits" });
    expect(found?.exonerated).toEqual([
      {
        what: "our decoder",
        because: "AWS-SDK 1.0.0 reads the same in 2 of 2 bad replies; so do STRANDS 1.0.0.",
      },
    ]);
  });

  test("that reads one of two replies otherwise, but not as good, exonerates nobody and accuses nobody", () => {
    const second = first.replace("#1", "#2");
    const views = viewsOf({ [first]: [view("aws-sdk")], [second]: [view("aws-sdk", { finish: null })] });
    const [found] = attributed(trials([silent, silent]), views);
    expect(found).toMatchObject({ party: "undetermined", exonerated: [] });
  });

  test("reads a cut as we do, by an error or by no finish, and that is no accusation", () => {
    const cut = broken("truncated", {}, [text("It is")]);
    for (const shown of [
      view("aws-sdk", { text: "It is", finish: null }),
      view("aws-sdk", { text: "It is", finish: null, error: { name: "Error", message: "x" } }),
    ]) {
      const [found] = attributed(trials([cut]), viewsOf({ [first]: [shown] }));
      expect(found?.exonerated[0]?.because).toBe("AWS-SDK 1.0.0 reads the same in 1 of 1 bad reply.");
    }
  });

  test("outweighs other clients that show more", () => {
    const cut = broken("truncated", {}, [text("It is 42.")]);
    const others = ["ai-sdk-bedrock", "strands"].map((client) => reads(client, "It is 42."));
    const views = viewsOf({ [first]: [view("aws-sdk", { text: "It is 42.", finish: null }), ...others] });
    expect(attributed(trials([cut]), views)[0]).toMatchObject({ rule: expect.not.stringMatching("read-otherwise") });
  });
});

describe("without the official SDK", () => {
  const others = (...clients: readonly string[]) => viewsOf({ [first]: clients.map((one) => reads(one, "It is 42.")) });

  test("two other clients make the adapter suspected, one does not", () => {
    const [found] = attributed(trials([silent]), others("ai-sdk-bedrock", "strands"));
    expect(found).toMatchObject({ party: "adapter", standing: "suspected" });
    expect(found?.against).toContain("No official SDK of this API was given these bytes.");
    expect(attributed(trials([silent]), others("strands"))[0]?.party).toBe("undetermined");
  });

  test("two other clients that read the same exonerate our decoder, one does not", () => {
    const same = (...clients: readonly string[]) => viewsOf({ [first]: clients.map((one) => view(one)) });
    const because =
      "AI-SDK-BEDROCK 1.0.0 reads the same in 1 of 1 bad reply; STRANDS 1.0.0 reads the same in 1 of 1 bad reply.";
    const [found] = attributed(trials([silent]), same("ai-sdk-bedrock", "strands"));
    expect(found?.exonerated).toEqual([{ what: "our decoder", because }]);
    expect(attributed(trials([silent]), same("strands"))[0]?.exonerated).toEqual([]);
  });

  test("clients that call a cut a normal end accuse nobody", () => {
    const cut = broken("truncated", {}, [text("It is 42.")]);
    const read = { completeness: "truncated" as const, finish: null, outputTokens: null, isBlank: false };
    const views = viewsOf({ [first]: [reads("ai-sdk-bedrock", "It is 42."), reads("strands", "It is 42.")] }, { read });
    expect(attributed(trials([cut]), views)[0]?.rule).not.toBe("read-otherwise");
  });
});

describe("views are no evidence", () => {
  test.each<[string, ReadonlyMap<string, string>, string]>([
    [
      "of other bytes",
      new Map([[first, "0123456789abcdef"]]),
      `The client views of ${first} are not used: they are of other bytes (SHA-256 of kimi-k2.5…, the reply has 0123456789ab…).`,
    ],
    [
      "of a reply whose bytes were not kept",
      new Map(),
      `The client views of ${first} are not used: its bytes were not kept.`,
    ],
  ])("where they are %s, and that is said", (_, hashes, sentence) => {
    const [found] = attributed(trials([silent]), viewsOf({ [first]: [reads("aws-sdk", "It is 42.")] }), hashes);
    expect(found).toMatchObject({ party: "undetermined", exonerated: [], against: [sentence] });
  });

  test("where the earlier attempt is the one that was viewed", () => {
    const views = viewsOf({ [`${first} (1)`]: [reads("aws-sdk", "It is 42.")] });
    const [found] = attributed(trials([silent]), views, new Map([[first, "fedcba9876543210"]]));
    const why = "they are of other bytes (SHA-256 of kimi-k2.5…, the reply has fedcba987654…)";
    const against = [`The client views of ${first} (1) are not used: ${why}.`];
    expect(found).toMatchObject({ party: "undetermined", against });
  });

  test("unless the last of several attempts is among them", () => {
    const views = viewsOf({ [`${first} (1)`]: [view("aws-sdk")], [`${first} (2)`]: [reads("aws-sdk", "It is 42.")] });
    const [found] = attributed(trials([silent]), views, new Map([[first, `of ${first} (2)`]]));
    expect(found).toMatchObject({ party: "adapter", against: [] });
  });

  test("of a private text", () => {
    const withheld = viewsOf({ [first]: [view("aws-sdk", { text: null, textLength: 9 })] });
    expect(attributed(trials([silent]), withheld)[0]).toMatchObject({ party: "undetermined", exonerated: [] });
  });

  test("for a cell that is fine: a client that shows less is no verdict on it", () => {
    expect(attributed(trials([good]), viewsOf({ [first]: [view("aws-sdk")] }))).toEqual([]);
  });
});

describe("a twin of the harness", () => {
  const ten = (answer: Reply) => Array.from({ length: 10 }, () => answer);
  const reading = {
    ...{ completeness: "complete" as const, finish: finish("stop"), text: "", reasoning: null, toolCalls: [] },
    ...{ outputTokens: 0, inputTokens: 100 },
  };
  const bothRead = { otherReading: { client: "http" as const, reading, differences: [] } };
  const what = "how llm-parity asks and reads, though not the scenario";

  test("that reads the same bytes alike exonerates the harness, with numbers", () => {
    const [found] = attributed(trials(ten(silent), { cell: { client: "sdk" }, change: bothRead }));
    const because = "The official SDK asked, and our own decoder reads the same as it in 10 of 10 bad replies.";
    expect(found?.exonerated).toEqual([{ what, because }]);
  });

  test("of simulated bytes says so", () => {
    const made = trials([silent], { cell: { client: "sdk" }, change: bothRead, provenance: { source: "simulated" } });
    expect(attributed(made)[0]?.exonerated[0]?.because).toMatch(/in 1 of 1 bad reply \(SIMULATED\)\.$/);
  });

  test("that fails too by the other client exonerates it", () => {
    const [found] = attributed([
      ...trials(ten(silent), { cell: { client: "http" } }),
      ...trials(ten(silent), { cell: { client: "sdk" } }),
    ]);
    expect(found?.exonerated).toContainEqual({
      what,
      because: "The same case by the official SDK fails too: 0 of 10 ok, and 0 of 10 ok by our own client.",
    });
  });

  test.each<["http" | "sdk", "http" | "sdk", string, string]>([
    ["http", "sdk", "the official SDK", "our own client"],
    ["sdk", "http", "our own client", "the official SDK"],
  ])("where %s fails everywhere and %s is fine, it is the harness by %s", (failing, fine, by, other) => {
    const messages = [{ role: "user", parts: [{ kind: "text", text: "[ref 00abcd] Hello" }], name: null }] as const;
    const change = { messages };
    const elsewhere = { ...openrouter, upstreamPin: "parasail", api: "chat-completions-stream" as const };
    const claude = { target: "claude/bedrock/converse-stream", model: "claude", providerModelId: "claude" };
    const made = [
      ...trials(ten(silent), { cell: { client: failing }, change }),
      ...trials(ten(good), { cell: { client: fine }, change }),
      ...trials(ten({ ...silent, upstream: "Parasail" }), { cell: { ...elsewhere, client: failing }, change }),
      ...trials(ten(silent), { cell: { ...claude, client: failing }, change }),
    ];
    const all = [...targets, target({ ...elsewhere }), target(claude)];
    const verdicts = judgeAll(made, { targets: all, scenarios: [asked] });
    const [found] = [
      ...attributeCells({ verdicts, transcripts: made, scenarios: [asked], targets: all, run: "run" }).values(),
    ];
    expect(found).toMatchObject({ party: "harness", standing: "established", rule: "fails-everywhere" });
    expect(found?.sentence).toContain(
      `A twin request shows otherwise. The same case by ${by} is fine: 10 of 10 ok, and 0 of 10 ok by ${other}.`,
    );
  });

  test("with too few trials says nothing", () => {
    const [found] = attributed([
      ...trials([silent], { cell: { client: "http" } }),
      ...trials([good], { cell: { client: "sdk" } }),
    ]);
    expect(found).toMatchObject({ party: "undetermined", exonerated: [] });
  });

  test("is none at another place, or of another world", () => {
    const simulated = { source: "simulated" as const };
    const others = trials(ten(silent), { cell: { client: "sdk" }, provenance: simulated });
    const [found] = attributed([...trials(ten(silent), { cell: { client: "http" } }), ...others]);
    expect(found?.exonerated).toEqual([]);
  });
});

test("calls are compared by their JSON", () => {
  const one = reply([call('{"location": "SF"}', "get_time")], { usage: usage(0) });
  const shown = view("aws-sdk", { calls: [{ name: "get_time", arguments: '{"location":"SF"}' }], finish: "tool_use" });
  const made = trials([one], { change: { tools: [weatherTool] } });
  const [found] = attributed(made, viewsOf({ [first]: [shown] }));
  expect(found?.exonerated[0]?.because).toBe("AWS-SDK 1.0.0 reads the same in 1 of 1 bad reply.");
});

test("a client that reads the same contradicts that a client loses the answer", () => {
  const made = trials([silent]);
  const views = viewsOf({ [first]: [view("aws-sdk")] });
  const hashes = new Map([[first, `of ${first}`]]);
  const verdicts = judgeAll(made, { targets, scenarios: [asked] });
  const evidence = { verdicts, transcripts: made, scenarios: [asked], targets, run: "run" };
  const judged = (tiedViews: { views: ClientViews; hashes: ReadonlyMap<string, string> } | null) =>
    testHypotheses(attributeCells({ ...evidence, tiedViews }), made).find(({ id }) => id === "H5");
  expect(judged(null)?.state).toBe("untouched");
  expect(judged({ views, hashes })).toMatchObject({
    state: "contradicted",
    says: ["AWS-SDK 1.0.0 reads the same in 1 of 1 bad reply."],
  });
});
