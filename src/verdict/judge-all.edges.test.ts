import { describe, expect, test } from "vitest";
import {
  capabilities,
  cell,
  failed,
  reply,
  scenario,
  step,
  text,
  transcript,
  turn,
  usage,
} from "../../test/samples/transcripts.js";
import type { Target } from "../chat/target.js";
import { noQuirks } from "../chat/unset.js";
import type { CellIdentity, Transcript } from "../transcript/transcript.js";
import { judgeAll } from "./judge-all.js";
import { defaultRule } from "./statistics/sequential-test.js";

const good = reply([text("42")]);
const empty = reply([], { usage: usage(0) });

const target = (change: Partial<Target> = {}): Target => ({
  ...{ id: cell.target, model: cell.model, provider: cell.provider, api: cell.api },
  ...{ providerModelId: cell.providerModelId, region: cell.region, upstreamPin: null, upstreamName: null },
  ...{ baseUrl: null, keyVariable: null, auth: "bedrock", signingName: null, capabilities, quirks: noQuirks },
  ...{ extra: {}, price: null, sources: [] },
  ...change,
});

const asked = scenario([step("ask")]);
const other = scenario([step("ask")], { id: "other" });

const trial = (number: number, identity: Partial<CellIdentity> = {}, answer = good): Transcript =>
  transcript([turn("ask", answer)], { trial: number, cell: identity });

const of = (transcripts: readonly Transcript[], targets = [target()], scenarios = [asked, other]) =>
  judgeAll(transcripts, { targets, scenarios });

describe("judgeAll", () => {
  test("gives a verdict a cell, in the order in which the cells first appear", () => {
    const verdicts = of([
      trial(1, { scenario: "other" }),
      trial(1),
      trial(2, { scenario: "other" }, empty),
      trial(1, { client: "sdk" }),
      trial(2),
      trial(3),
    ]);
    expect(verdicts.map(({ cell: { scenario: id, client }, trials }) => [id, client, trials.ok, trials.bad])).toEqual([
      ["other", "http", 1, 1],
      ["sample", "http", 3, 0],
      ["sample", "sdk", 1, 0],
    ]);
  });

  test("leaves out cells whose scenario or target it was not given, and gives none for nothing", () => {
    const elsewhere = target({ id: "elsewhere" });
    expect(of([])).toEqual([]);
    expect(of([trial(1)], [elsewhere])).toEqual([]);
    expect(of([trial(1)], [target()], [other])).toEqual([]);
    expect(of([trial(1)], [elsewhere], [other])).toEqual([]);
    expect(of([trial(1), trial(1, { target: "gone" })], [elsewhere, target()])).toHaveLength(1);
  });

  test("judges by the target's capabilities", () => {
    const refused = trial(1, {}, failed("invalid-request"));
    const without = target({ capabilities: { ...capabilities, tools: false } });
    expect(of([refused], [without])).toMatchObject([{ observed: "unsupported" }]);
    expect(of([refused])).toMatchObject([{ observed: "bad" }]);
  });

  test("knows a pinned upstream by its name at the gateway", () => {
    const pinned = trial(1, { upstreamPin: "z-ai" }, reply([text("42")], { upstream: "Zhipu" }));
    expect(of([pinned], [target({ upstreamName: "Zhipu" })])).toMatchObject([{ observed: "ok" }]);
    expect(of([pinned])).toMatchObject([{ observed: "blocked", reason: "pin-not-honoured" }]);
  });

  test("counts by the rule that stopped the trials, and without one as a fixed number", () => {
    const trials = [trial(1), trial(2, {}, empty)];
    const options = { targets: [target()], scenarios: [asked] };
    expect(judgeAll(trials, { ...options, sequential: defaultRule })).toMatchObject([{ sampling: "sequential" }]);
    expect(judgeAll(trials, options)).toMatchObject([{ sampling: "fixed" }]);
  });
});
