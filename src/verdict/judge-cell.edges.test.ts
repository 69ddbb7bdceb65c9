import { describe, expect, test } from "vitest";
import {
  capabilities,
  cell,
  failed,
  recorded,
  reply,
  scenario,
  step,
  text,
  transcript,
  turn,
  usage,
} from "../../test/samples/transcripts.js";
import type { Reply } from "../chat/reply.js";
import type { ResponseFormat } from "../chat/request.js";
import type { Transcript } from "../transcript/transcript.js";
import { identityText, judgeCell } from "./judge-cell.js";
import { defaultRule } from "./statistics/sequential-test.js";

const asked = scenario([step("ask")]);
const good = reply([text("42")]);
const empty = reply([], { usage: usage(0) });
const blocked = failed("throttled");

const cellOf = (answers: readonly Reply[]): readonly Transcript[] =>
  answers.map((answer, at) => transcript([turn("ask", answer)], { trial: at + 1 }));
const judge = (answers: readonly Reply[]) => judgeCell(cellOf(answers), asked, { capabilities });
const sequential = (answers: readonly Reply[]) =>
  judgeCell(cellOf(answers), asked, { capabilities, sequential: defaultRule });
const many = (n: number, answer: Reply): readonly Reply[] => Array.from({ length: n }, () => answer);

describe("the sample text", () => {
  const later = reply([text("43")]);

  test("is that of the last trial that is evidence", () => {
    expect(judge([good, later]).sampleText).toBe("43");
    expect(judge([good, later, blocked]).sampleText).toBe("43");
    expect(judge([good, empty]).sampleText).toBe("");
    expect(judge([blocked]).sampleText).toBeNull();
  });

  test("is not of a trial in which nothing came", () => {
    const refused = failed("invalid-history");
    expect(judge([good, refused]).sampleText).toBe("42");
    expect(judge([refused]).sampleText).toBeNull();
  });

  test("is not of an excluded trial that did say something", () => {
    const twoSteps = scenario([step("ask"), step("answer")]);
    const whole = transcript([turn("ask", good), turn("answer", later)]);
    const short = transcript([turn("ask", reply([text("44")]))], { trial: 2 });
    expect(judgeCell([whole, short], twoSteps, { capabilities }).sampleText).toBe("43");
    expect(judgeCell([short], twoSteps, { capabilities }).sampleText).toBeNull();
  });
});

describe("the claim", () => {
  test("of a cell with one authored trial among others is none", () => {
    const [first, ...rest] = cellOf(many(29, good));
    if (first === undefined) throw new Error("no trial");
    const authored = { ...first, provenance: { ...recorded, source: "authored" as const } };
    expect(judgeCell([authored, ...rest], asked, { capabilities }).claim).toBeNull();
    expect(judgeCell([first, ...rest], asked, { capabilities }).claim).toBe("pass");
  });

  test("of a sequential test leaves out what is no evidence", () => {
    const passing = sequential(many(60, good));
    expect(passing).toMatchObject({ claim: "pass", sampling: "sequential" });
    const withBlocked = sequential([...many(60, good), ...many(30, blocked)]);
    expect(withBlocked.claim).toBe("pass");
    expect(withBlocked.trials.interval).toEqual(passing.trials.interval);
    expect(withBlocked.trials.excluded).toEqual({ throttled: 30 });
    // In the order of the trials: one blocked between two good ones changes nothing.
    const mixed = sequential([...many(5, empty), blocked, ...many(5, empty)]);
    expect(mixed.trials.interval).toEqual(sequential(many(10, empty)).trials.interval);
  });

  test("of a sequential test without evidence is none, and so are its bounds", () => {
    expect(sequential([blocked, blocked])).toMatchObject({
      claim: null,
      trials: { eligible: 0, interval: null, intervalKind: null },
    });
    expect(sequential([good]).claim).toBe("inconclusive");
    expect(sequential([good]).trials.interval).not.toBeNull();
  });
});

describe("what a cell shows", () => {
  test("upstreams stand in alphabetical order, with only what is evidence", () => {
    const at = (upstream: string, answer = good): Reply => ({ ...answer, upstream });
    const { upstreams } = judge([at("Together"), at("Moonshot"), at("Novita"), at("Novita", empty), blocked]);
    expect(JSON.stringify(upstreams)).toBe('{"Moonshot":[1,1],"Novita":[1,2],"Together":[1,1]}');
  });

  test("its request ids are those of all trials, each once", () => {
    const answers = ["b", "a", "b"].map((requestId) => ({ ...good, requestId }));
    expect(judge([...answers, blocked]).requestIds).toEqual(["b", "a", "req-1"]);
  });

  test("its provenance is that of a trial with bytes", () => {
    const none = transcript([], {
      notRun: { kind: "no-recording", reason: "not there" },
      provenance: { ...recorded, recordedAt: null },
    });
    const seen = transcript([turn("ask", good)], { trial: 2 });
    expect(judgeCell([none, seen], asked, { capabilities }).provenance).toEqual(recorded);
  });

  test.each<readonly [ResponseFormat | null, readonly string[]]>([
    [null, ["chat"]],
    [{ kind: "text" }, ["chat"]],
    [{ kind: "json-object" }, ["chat", "structured-output"]],
    [{ kind: "json-schema", name: "a", schema: {}, strict: null }, ["chat", "structured-output"]],
  ])("with the form %j it exercises %j", (responseFormat, exercises) => {
    const settings = { ...asked.settings, responseFormat };
    const one = transcript([turn("ask", good)], { api: "converse" });
    const formed = scenario([step("ask")], { needs: [], settings });
    expect(judgeCell([one], formed, { capabilities }).exercises).toEqual(exercises);
  });

  test("what the scenario names itself is not named twice", () => {
    const { settings } = asked;
    const formed = scenario([step("ask")], {
      needs: ["structured-output"],
      settings: { ...settings, responseFormat: { kind: "json-object" } },
    });
    const one = transcript([turn("ask", good)], { api: "converse" });
    expect(judgeCell([one], formed, { capabilities }).exercises).toEqual(["chat", "structured-output"]);
  });
});

describe("identityText", () => {
  const at = "sample v1 × kimi-k2.5/bedrock/converse-stream";

  test("names what tells cells apart, and nothing that is not set", () => {
    expect(identityText(cell)).toBe(`${at} (moonshotai.kimi-k2.5, us-east-1, http)`);
    expect(identityText({ ...cell, upstreamPin: "novita" })).toBe(
      `${at} (moonshotai.kimi-k2.5, us-east-1 novita, http)`,
    );
    expect(identityText({ ...cell, region: null, upstreamPin: "novita" })).toBe(
      `${at} (moonshotai.kimi-k2.5, novita, http)`,
    );
    expect(identityText({ ...cell, region: null, client: "sdk" })).toBe(`${at} (moonshotai.kimi-k2.5, sdk)`);
  });

  test("cells that differ in any member of it are refused as one", () => {
    for (const identity of [
      { scenario: "other" },
      { scenarioVersion: 2 },
      { target: "other" },
      { providerModelId: "other" },
      { region: null },
      { upstreamPin: "novita" },
      { client: "sdk" as const },
    ]) {
      const other = transcript([turn("ask", good)], { trial: 2, cell: identity });
      expect(() => judgeCell([...cellOf([good]), other], asked, { capabilities })).toThrow(/are not one cell/);
    }
  });
});
