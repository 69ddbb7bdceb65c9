import { describe, expect, test } from "vitest";
import {
  broken,
  capabilities,
  failed,
  reply,
  says42,
  scenario,
  step,
  text,
  transcript,
  turn,
  usage,
} from "../../test/samples/transcripts.js";
import type { Api } from "../chat/api.js";
import type { FailureKind } from "../chat/failure.js";
import type { Capabilities } from "../chat/target.js";
import type { Need } from "../scenario/scenario.js";
import type { Attempt } from "../transcript/transcript.js";
import type { Check } from "./checks/check.js";
import { judgeTrial } from "./judge-trial.js";

const oneStep = scenario([step("ask")]);
const good = turn("ask", reply([text("42")]));

describe("a check that throws", () => {
  const check = (run: Check["run"]): Check => ({
    ...{ id: "made/up", claim: "", needsWholeReply: false, explainedBy: [], run },
    rule: { severity: "must", sources: [] } as unknown as Check["rule"],
  });

  test("excludes the trial as a fault of ours, with the check, the step and the reason", () => {
    const judge = (thrown: unknown) =>
      judgeTrial(transcript([good]), oneStep, {
        capabilities,
        checks: [
          check(() => {
            throw thrown;
          }),
        ],
      });
    expect(judge(new Error("no such member"))).toMatchObject({
      ...{ outcome: "excluded", reason: "harness-fault", checks: [], findings: [] },
      message: "the check made/up broke at step ask: no such member",
    });
    expect(judge("a word").message).toBe("the check made/up broke at step ask: a word");
  });

  test("any other error is none of a check's, and goes on", () => {
    const odd = Object.defineProperty({ ...good }, "request", {
      get: () => {
        throw new TypeError("not a turn");
      },
    });
    expect(() => judgeTrial(transcript([odd]), oneStep, { capabilities })).toThrow(new TypeError("not a turn"));
  });

  test("a check that needs a whole reply has nothing to say of one that was cut", () => {
    const cut = transcript([turn("ask", broken("truncated", {}, [text("4")]))]);
    const checks = [{ ...check(() => []), needsWholeReply: true }];
    const verdict = judgeTrial(cut, oneStep, { capabilities, checks });
    expect(verdict.checks).toEqual([{ check: "made/up", outcome: "not-applicable", step: "ask", finding: null }]);
  });

  test("only the checks that are given are asked", () => {
    const verdict = judgeTrial(transcript([good]), oneStep, { capabilities, checks: [check(() => [])] });
    expect(verdict.checks).toEqual([{ check: "made/up", outcome: "pass", step: "ask", finding: null }]);
  });
});

describe("a refusal in general words", () => {
  const judge = (
    {
      kind = "invalid-request",
      api = "converse-stream",
      needs = ["tools"],
    }: { readonly kind?: FailureKind; readonly api?: Api; readonly needs?: readonly Need[] },
    known: Partial<Capabilities>,
  ) =>
    judgeTrial(transcript([turn("ask", failed(kind))], { api }), scenario([step("ask")], { needs }), {
      capabilities: { ...capabilities, ...known },
    }).reason;

  test.each<readonly [FailureKind, string | null]>([
    ["invalid-request", "unsupported"],
    ["parameter-unsupported", "unsupported"],
    ["invalid-history", null],
    ["context-overflow", null],
  ])("%s of a target without tools is %s", (kind, reason) => {
    expect(judge({ kind }, { tools: false })).toBe(reason);
  });

  test("counts where the scenario needs tools or their results, and for nothing else", () => {
    expect(judge({ needs: ["tool-results"] }, { tools: false })).toBe("unsupported");
    expect(judge({ needs: [] }, { tools: false })).toBeNull();
  });

  test("of a stream counts where a source says that only streams have none", () => {
    expect(judge({}, { streamingTools: false })).toBe("unsupported");
    expect(judge({ api: "converse" }, { streamingTools: false })).toBeNull();
    expect(judge({}, { streamingTools: true, tools: true })).toBeNull();
    expect(judge({}, {})).toBeNull();
  });

  test("says what was seen, and does not excuse what was bad besides", () => {
    const none = { capabilities: { ...capabilities, tools: false } };
    const refused = turn("answer", failed("invalid-request"));
    const asked = scenario([step("ask", [says42]), step("answer")]);
    const alone = judgeTrial(transcript([good, refused]), asked, none);
    expect(alone.reason).toBe("unsupported");
    expect(alone.message).toContain("the service said invalid-request");
    const wrong = turn("ask", reply([text("41")]));
    expect(judgeTrial(transcript([wrong, refused]), asked, none)).toMatchObject({ outcome: "bad", reason: null });
    // A note beside it is nothing bad.
    const noted = turn("ask", reply([text("42")], { usage: null }));
    expect(judgeTrial(transcript([noted, refused]), asked, none).reason).toBe("unsupported");
  });
});

describe("what a trial is judged by", () => {
  test.each([
    [{ scenario: "other" }, "other version 1"],
    [{ scenarioVersion: 2 }, "sample version 2"],
  ])("a trial of %j is not judged by this scenario", (identity, made) => {
    expect(judgeTrial(transcript([good], { cell: identity }), oneStep, { capabilities })).toMatchObject({
      ...{ outcome: "excluded", reason: "harness-fault" },
      message: `the trial is of ${made}, and is judged by sample version 1`,
    });
  });

  test("steps that were listed as not reached are named, else those that have no turn", () => {
    const three = scenario([step("ask"), step("second"), step("third")]);
    const messageOf = (notReached: readonly string[]) =>
      judgeTrial(transcript([good], { notReached }), three, { capabilities }).message;
    expect(messageOf([])).toBe("the trial did not reach second, third");
    expect(messageOf(["third"])).toBe("the trial did not reach third");
  });

  test("a turn that kept the service from an answer is named with its step, before a step that was not reached", () => {
    const two = scenario([step("ask"), step("second"), step("third")]);
    const throttled = turn("second", failed("throttled"));
    const verdict = judgeTrial(transcript([good, throttled]), two, { capabilities });
    expect(verdict).toMatchObject({ reason: "throttled", message: "second: HTTP 400: the service said throttled" });
  });
});

describe("what a trial tells", () => {
  const attempt = (requestId: string | null): Attempt => ({
    ...{ exchange: null, startedAt: null, firstByteMs: null, totalMs: null, status: null, failure: null },
    requestId,
  });

  test("request ids of every attempt and of the reply, each once, and none that is not there", () => {
    const attempts = [attempt("a"), attempt(null), attempt("b")];
    const one = turn("ask", reply([text("42")], { requestId: "b" }), { attempts });
    const none = turn("ask", reply([text("42")], { requestId: null }), { attempts: [] });
    expect(judgeTrial(transcript([one]), oneStep, { capabilities }).requestIds).toEqual(["a", "b"]);
    expect(judgeTrial(transcript([none]), oneStep, { capabilities }).requestIds).toEqual([]);
  });

  test("the last text is what had come, also of a reply that broke; null where nothing came", () => {
    const lastText = (answer: Parameters<typeof turn>[1]) =>
      judgeTrial(transcript([turn("ask", answer)]), oneStep, { capabilities }).lastText;
    expect(lastText(broken("truncated", {}, [text("4")]))).toBe("4");
    expect(lastText(broken("truncated"))).toBeNull();
    expect(lastText(reply([], { usage: usage(0) }))).toBe("");
    expect(judgeTrial(transcript([]), oneStep, { capabilities }).lastText).toBeNull();
  });
});
