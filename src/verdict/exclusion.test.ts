import { describe, expect, test } from "vitest";
import {
  call,
  capabilities,
  failed,
  reply,
  scenario,
  step,
  text,
  transcript,
  turn,
  usage,
} from "../../test/samples/transcripts.js";
import type { Api } from "../chat/api.js";
import type { Reply } from "../chat/reply.js";
import type { Capabilities } from "../chat/target.js";
import type { Need } from "../scenario/scenario.js";
import { countFindings } from "./count-findings.js";
import { countExcluded, nothingObserved } from "./exclusion.js";
import { judgeCell } from "./judge-cell.js";
import { judgeTrial } from "./judge-trial.js";
import { repliesOf } from "./replies-of.js";
import { defaultRule } from "./statistics/sequential-test.js";
import { brokenPin, upstreamOf } from "./upstream.js";
import type { ExclusionReason, Finding, TrialVerdict } from "./verdict.js";

const asked = scenario([step("ask")]);
const good = reply([text("42")]);
const empty = reply([], { usage: usage(0) });

function excluded(reason: ExclusionReason | null, trial = 1): TrialVerdict {
  return {
    ...{ trial, outcome: "excluded", reason, upstream: null, findings: [], checks: [], requestIds: [] },
    ...{ lastText: null, message: `because ${trial}` },
  } as TrialVerdict;
}

describe("what kept a cell from an answer", () => {
  test.each<[observed: string, reasons: readonly ExclusionReason[]]>([
    ["unsupported", ["unsupported"]],
    ["not-run", ["budget", "aborted", "replay-miss", "harness-fault"]],
    [
      "blocked",
      [
        ...([
          "credentials",
          "model-access",
          "inference-profile",
          "model-retired",
          "model-not-found",
          "region",
        ] as const),
        ...([
          "quota",
          "throttled",
          "routing",
          "pin-not-honoured",
          "connection",
          "unavailable",
          "pending",
          "not-reached",
        ] as const),
      ],
    ],
  ])("is %s for %j", (observed, reasons) => {
    for (const reason of reasons)
      expect(nothingObserved([excluded(reason)])).toEqual({ observed, reason, reasonText: "because 1" });
  });

  test("is the most frequent reason, and of two that are as frequent the first", () => {
    const reasonOf = (...reasons: readonly (ExclusionReason | null)[]) =>
      nothingObserved(reasons.map((reason, at) => excluded(reason, at + 1))).reasonText;
    expect(reasonOf("quota", "throttled", "throttled")).toBe("because 2");
    expect(reasonOf("quota", "throttled", "throttled", "quota")).toBe("because 1");
    expect(reasonOf(null, "quota")).toBe("because 2");
  });

  test("is nothing without a trial or a reason", () => {
    const nothing = { observed: "not-run", reason: "no recording", reasonText: null };
    expect(nothingObserved([])).toEqual(nothing);
    expect(nothingObserved([excluded(null)])).toEqual(nothing);
    expect(nothingObserved([excluded("no-recording")])).toEqual({ ...nothing, reasonText: "because 1" });
  });

  test("is counted by reason, in alphabetical order", () => {
    const counts = countExcluded([excluded("throttled"), excluded("quota"), excluded("throttled"), excluded(null)]);
    expect(JSON.stringify(counts)).toBe('{"quota":1,"throttled":2}');
  });
});

describe("findings of a cell", () => {
  const finding = (id: Finding["id"], change: Partial<Finding> = {}): Finding => ({
    ...{ id, cause: null, severity: "bad", step: "s", seen: "x" },
    ...change,
  });
  const trial = (number: number, ...findings: readonly Finding[]): TrialVerdict => ({
    ...excluded(null, number),
    outcome: "bad",
    findings,
  });

  test("are counted once a trial, by id, cause and severity, with where they were seen first", () => {
    const counted = countFindings([
      trial(1, finding("stalled"), finding("stalled", { seen: "again" })),
      trial(2, finding("stalled", { cause: "c" }), finding("stalled", { severity: "note" }), finding("stalled")),
      { ...trial(3, finding("stalled")), outcome: "excluded" },
    ]);
    expect(counted.map(({ severity, cause, n, trial: at, seen }) => [severity, cause, n, at, seen])).toEqual([
      ["bad", null, 2, 1, "x"],
      ["bad", "c", 1, 2, "x"],
      ["note", null, 1, 2, "x"],
    ]);
  });

  test("stand bad ones first, then the frequent, then by id and cause", () => {
    const counted = countFindings([
      trial(1, finding("usage-missing", { severity: "note" }), finding("stalled", { cause: "b" }), finding("protocol")),
      trial(
        2,
        finding("usage-missing", { severity: "note" }),
        finding("stalled", { cause: "a" }),
        finding("truncated"),
      ),
      trial(3, finding("truncated"), finding("stalled"), finding("client", { severity: "note" })),
    ]);
    expect(counted.map(({ id, cause }) => [id, cause].filter((word) => word !== null).join(" "))).toEqual([
      ...["truncated", "protocol", "stalled", "stalled a", "stalled b"],
      ...["usage-missing", "client"],
    ]);
  });
});

describe("upstreams", () => {
  const served = (...upstreams: readonly (string | null)[]) =>
    transcript(upstreams.map((upstream, at) => turn(`s${at}`, reply([text("42")], { upstream }))));

  test("of a trial are named once each, in order", () => {
    expect(upstreamOf(served("B", "A", "B"))).toBe("B + A");
    expect(upstreamOf(served(null, "A"))).toBe("A");
    expect(upstreamOf(served(null))).toBeNull();
  });

  test.each<[pin: string | null, name: string | null, upstream: string | null, broken: string | null]>([
    [null, "Zhipu", "Other", null],
    ["moonshotai/int4", null, "Moonshot AI", null],
    ["moonshotai", null, "moonshotai/int4", null],
    ["moonshotai", null, "Moonshot-AI 2", "pinned to moonshotai; the reply to s0 came from Moonshot-AI 2"],
    ["moonshotai", "Zhipu", "zhipu", null],
    ["moonshotai", "Zhipu", "Moonshot AI", null],
    ["moonshotai", null, null, "pinned to moonshotai; the reply to s0 names no upstream"],
  ])("a pin to %j (its name: %j) served by %j", (upstreamPin, upstreamName, upstream, broken) => {
    expect(brokenPin(served(upstream), { upstreamPin, upstreamName })).toBe(broken);
  });

  test("a later reply breaks a pin too, and a broken reply that names none does not", () => {
    const pin = { upstreamPin: "a", upstreamName: null };
    expect(brokenPin(served("a", "b"), pin)).toContain("s1 came from b");
    const cut = (upstream: string | null) =>
      transcript([
        turn("s0", reply([], { upstream, completeness: "truncated" })),
        turn("s1", reply([], { upstream: "b" })),
      ]);
    expect(brokenPin(cut(null), pin)).toContain("s1 came from b");
    expect(brokenPin(cut("c"), pin)).toContain("s0 came from c");
  });
});

describe("replies of a cell", () => {
  const of = (...answers: readonly Reply[]) => repliesOf(answers.map((answer) => transcript([turn("s", answer)])));
  const cached = (cacheReadTokens: number | null) => reply([text("42")], { usage: { ...usage(1), cacheReadTokens } });

  test("are distinct by what a reader sees", () => {
    const same = of(
      good,
      reply([text("42")], { id: "x", requestId: "y", usage: usage(9) }),
      reply([text("4"), text("2")]),
    );
    expect(same.distinctReplies).toBe(1);
    expect(of(good, reply([text("43")])).distinctReplies).toBe(2);
    expect(of(good, reply([text("42")], { finish: null })).distinctReplies).toBe(2);
    expect(of(reply([call("{}")]), reply([call("{ }")])).distinctReplies).toBe(2);
    expect(of(reply([call("{}")]), reply([call("{}", "get_time")])).distinctReplies).toBe(2);
    expect(of(reply([call("{}")]), reply([call("{}", "get_weather", "other")])).distinctReplies).toBe(1);
    expect(of(failed("throttled"), failed("quota")).distinctReplies).toBe(2);
  });

  test("say what came from a cache where any of them says so: zero is said, nothing is not", () => {
    expect(of(cached(null), good).cachedTokens).toBeNull();
    expect(of(cached(0), cached(null)).cachedTokens).toBe(0);
    expect(of(cached(3), cached(4), reply([], { usage: null })).cachedTokens).toBe(7);
  });
});

describe("a refusal in general words, of a target without tools", () => {
  const judge = (
    answer: Reply,
    change: Partial<Capabilities>,
    { needs = ["tools"], api = "converse-stream" }: { readonly needs?: readonly Need[]; readonly api?: Api } = {},
  ) =>
    judgeTrial(transcript([turn("ask", answer)], { api }), scenario([step("ask")], { needs }), {
      capabilities: {
        ...capabilities,
        ...change,
      },
    }).reason;
  const refused = failed("invalid-request");

  test.each<
    [
      title: string,
      reason: string | null,
      answer: Reply,
      change: Partial<Capabilities>,
      asked?: Parameters<typeof judge>[2],
    ]
  >([
    ["excludes", "unsupported", refused, { tools: false }],
    ["excludes a request with results of tools", "unsupported", refused, { tools: false }, { needs: ["tool-results"] }],
    ["excludes for a parameter", "unsupported", failed("parameter-unsupported"), { tools: false }],
    ["excludes a stream where streams have none", "unsupported", refused, { streamingTools: false }],
    ["is bad without a stream, where streams have none", null, refused, { streamingTools: false }, { api: "converse" }],
    ["is bad of a request without tools", null, refused, { tools: false }, { needs: [] }],
    ["is bad where tools are there", null, refused, { tools: true, streamingTools: true }],
    ["is bad where no source says", null, refused, {}],
    ["is bad in exact words", null, failed("context-overflow"), { tools: false }],
  ])("%s", (_title, reason, answer, change, request) => {
    expect(judge(answer, change, request)).toBe(reason);
  });

  test("is bad beside another bad finding, and beside a note it is none", () => {
    const noTools = { ...capabilities, tools: false };
    const two = (first: Reply) =>
      judgeTrial(transcript([turn("a", first), turn("ask", refused)]), scenario([step("a"), step("ask")]), {
        capabilities: noTools,
      }).reason;
    expect(two(empty)).toBeNull();
    expect(two(reply([text("42")], { usage: null }))).toBe("unsupported");
  });
});

describe("a cell", () => {
  const trials = (...answers: readonly Reply[]) =>
    answers.map((answer, at) => transcript([turn("ask", answer)], { trial: at + 1 }));
  const byTest = { sequential: defaultRule };

  test("whose trials a test stopped claims and bounds by that test", () => {
    const passing = judgeCell(trials(...Array.from({ length: 36 }, () => good)), asked, { capabilities, ...byTest });
    expect(passing).toMatchObject({ claim: "pass", sampling: "sequential" });
    expect(passing.trials.intervalKind).toBe("always-valid one-sided 95 %");
    expect(passing.trials.interval?.[1]).toBeLessThan(0.1);
    expect(judgeCell(trials(good, good), asked, { capabilities }).sampling).toBe("fixed");
  });

  test("whose first two of three trials are bad is flaky by that test", () => {
    expect(judgeCell(trials(empty, empty, good), asked, { capabilities, ...byTest }).claim).toBe("flaky");
    expect(judgeCell(trials(good, good, empty), asked, { capabilities, ...byTest }).claim).toBe("inconclusive");
  });

  test("stopped before its test decided is inconclusive, and without an eligible trial claims nothing", () => {
    expect(judgeCell(trials(good), asked, { capabilities, ...byTest }).claim).toBe("inconclusive");
    expect(judgeCell(trials(failed("throttled")), asked, { capabilities, ...byTest })).toMatchObject({
      claim: null,
      trials: { interval: null, intervalKind: null },
    });
  });

  test("quotes the last eligible text, and counts replies of eligible trials alone", () => {
    const blocked = failed("throttled");
    const cell = judgeCell(trials(reply([text("a")]), reply([text("b")]), blocked), asked, { capabilities });
    expect(cell).toMatchObject({ sampleText: "b", distinctReplies: 2 });
    expect(judgeCell(trials(blocked), asked, { capabilities }).sampleText).toBeNull();
  });

  test("counts upstreams by name, eligible trials alone, and none that was not named", () => {
    const from = (upstream: string | null, answer = good): Reply => ({ ...answer, upstream });
    const cell = judgeCell(
      trials(from("B"), from("A"), from("A", empty), from(null), from("A", failed("quota"))),
      asked,
      { capabilities },
    );
    expect(JSON.stringify(cell.upstreams)).toBe('{"A":[1,2],"B":[1,1]}');
    expect(cell.claim).toBeNull();
  });

  test("counts as attempted what was asked, and what was stopped on our side while asking", () => {
    const notRun = (kind: "budget" | "no-recording" | "unsupported" | "harness-fault", trial: number) =>
      transcript([], { trial, notRun: { kind, reason: "r" } });
    const kinds = ["budget", "no-recording", "unsupported", "harness-fault"] as const;
    const counts = kinds.map((kind) => judgeCell([notRun(kind, 1)], asked, { capabilities }).trials.attempted);
    expect(counts).toEqual([0, 0, 0, 1]);
    const unsupported = judgeCell(trials(failed("tools-unsupported")), asked, { capabilities });
    expect(unsupported.trials.attempted).toBe(1);
  });
});
