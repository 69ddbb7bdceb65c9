import { beforeAll, describe, expect, test } from "vitest";
import { planRun } from "../src/runner/plan.js";
import { parameters } from "../src/scenario/compare/parameters.js";
import { effectCheck } from "../src/verdict/effects/effect-checks.js";
import { effectTrials } from "../src/verdict/effects/effect-trials.js";
import type { Verdict } from "../src/verdict/verdict.js";
import { bothPlainAfter, decidedAfter, effectCharacteristic, effectModels } from "./broken/effect-characteristics.js";
import { comparing, ignoredParameters } from "./broken/parameters.js";
import { apiNames, type Behaviour, seededCell } from "./broken/seeded-run.js";
import { sixTargets } from "./support/fault-run.js";
import { clientDifferences, replayed, verdictsOf } from "./support/replay.js";
import { scenarios } from "./support/repository.js";
import { recordRun, serveProfile } from "./support/simulated-run.js";
import { temporaryFolder } from "./support/temporary-folder.js";

describe("with the trials that --plan prints", () => {
  const runs = { runs: 1000, seed: 7, trials: effectTrials.needed };

  test.each(effectModels.filter(({ truth }) => truth === "ignored"))(
    "an ignored parameter is told in 95 of 100, and called honoured in 5 of 1,000 at most: $name",
    (model) => {
      const { verdicts } = effectCharacteristic(model, runs);
      expect(verdicts.ignored).toBeGreaterThanOrEqual(0.95);
      expect(verdicts.honoured).toBeLessThanOrEqual(0.005);
    },
  );

  test.each(effectModels.filter(({ truth }) => truth === "honoured"))(
    "an honoured parameter is called ignored in 5 of 1,000 at most: $name",
    (model) => {
      const { verdicts } = effectCharacteristic(model, runs);
      expect(verdicts.ignored).toBeLessThanOrEqual(0.005);
      expect(verdicts.honoured).toBeGreaterThanOrEqual(0.9);
    },
  );

  test("nothing is learned where the base does not show it", () => {
    const [quiet] = effectModels.filter(({ name }) => name === "the base does not show it");
    expect(quiet && effectCharacteristic(quiet, runs).verdicts.unknown).toBeGreaterThan(0.99);
  });

  test("as computed exactly: 25 trials are the fewest that tell 97.5 % where the base has 80 % and a tenth is excluded", () => {
    const weakest = { name: "", base: 0.8, changed: 0.8, excluded: 0.1, truth: "ignored" } as const;
    const enough = Array.from({ length: 60 }, (_, index) => index + 1).find(
      // One of 200 ignored ones may look different by chance.
      (trials) => bothPlainAfter(trials, weakest) * 0.995 >= 0.975,
    );
    expect(enough).toBe(effectTrials.needed);
    // 4 to the power of 5 against 1.
    expect(decidedAfter(0.8, 1000).withEffect).toBeCloseTo(1 / 1025, 6);
  });
});

test("with --trials auto a comparison is decided as well, after about as many trials as --plan says", () => {
  for (const model of effectModels.filter(({ truth }) => truth !== "neither")) {
    const { verdicts, truth } = { ...effectCharacteristic(model, { runs: 300, seed: 3, trials: "auto" }) };
    expect([model.name, truth === "ignored" ? verdicts.ignored > 0.95 : verdicts.honoured > 0.95]).toEqual([
      model.name,
      true,
    ]);
  }
  const means = [0.9, 0.1].map((changed) => {
    const usual = { name: "", base: 0.9, changed, excluded: 0, truth: "neither" } as const;
    return effectCharacteristic(usual, { runs: 1000, seed: 5, trials: "auto" }).meanTrials;
  });
  expect(Math.round(means.reduce((sum, one) => sum + one, 0) / 2)).toBe(effectTrials.usual);
});

describe("a value of sampling that its vendor fixes", () => {
  // 0.01 and 1.5: neither is what Moonshot's own API takes of Kimi K2.5.
  const cases = ["effect-top-p", "effect-frequency-penalty"];
  const verdictAt = async (scenario: string, provider: string, behaviour: Behaviour) => {
    const cell = { api: "chat-completions", scenario, provider, behaviour, trials: 22 } as const;
    const { observed, effects = [] } = await seededCell(cell);
    return [observed, ...effects.map(({ verdict }) => verdict)];
  };

  test.each(cases)("%s is refused there; behind a gateway it is honoured, or changed in silence", async (scenario) => {
    expect(await verdictAt(scenario, "moonshot", { fixedSampling: true })).toEqual(["unsupported", "refused"]);
    expect(await verdictAt(scenario, "openrouter", { fixedSampling: true })).toEqual(["ok", "honoured"]);
    const dropped = (["topP", "frequencyPenalty"] as const).map((parameter) => ({
      fault: "ignore-parameter" as const,
      parameter,
    }));
    expect((await verdictAt(scenario, "openrouter", { faults: dropped }))[1]).toBe("ignored");
  });

  test("is sent to no service that does not say so, and the documented ones are answered", async () => {
    for (const api of ["chat-completions", "chat-completions-stream"] as const) {
      const asked = { api, scenario: "probe-fixed-sampling", behaviour: { fixedSampling: true } };
      expect((await seededCell({ ...asked, provider: "moonshot" })).observed).toBe("ok");
      expect((await seededCell({ ...asked, provider: "openrouter" })).observed).toBe("unsupported");
      expect((await seededCell({ ...asked, scenario: "two-choices", provider: "moonshot" })).observed).toBe(
        "unsupported",
      );
    }
  });
});

describe("a service that honours every parameter", () => {
  // Replies that are drawn look alike by chance, and are drawn alike on every API; the others are decided after six.
  const isDrawn = (id: string) =>
    scenarios.some((one) => one.id === id && one.steps.some((step) => step.variants.length > 0));
  const cases = comparing.flatMap((scenario) => {
    const [apis, trials] = isDrawn(scenario)
      ? ([["chat-completions", "converse-stream"], effectTrials.needed] as const)
      : ([Object.values(apiNames), 6] as const);
    return apis.map((api) => ({ scenario, api, trials }));
  });

  test("is never said to ignore one, on any API: each holds, or cannot be said", async () => {
    const found = await Promise.all(cases.map((one) => seededCell({ ...one, behaviour: {} })));
    const odd = found.flatMap(({ cell, findings, effects = [] }) =>
      effects.every(({ verdict, reason }) => isFine(verdict, reason)) && findings.length === 0
        ? []
        : [[cell.scenario, cell.api, effects, findings]],
    );
    expect(odd).toEqual([]);
    expect(found.filter(({ effects }) => effects?.[0]?.verdict === "honoured").length).toBeGreaterThan(50);
  });

  function isFine(verdict: string, reason: string | null): boolean {
    return verdict === "honoured" || verdict === "cannot-be-said" || reason === "documented";
  }
});

test("a parameter that fails in one reply of twenty is honoured", async () => {
  const verdict = await seededCell({
    ...{ api: "chat-completions", scenario: "effect-stop", trials: effectTrials.needed, seed: 3 },
    behaviour: { faults: [{ fault: "ignore-parameter", parameter: "stopSequences", when: { probability: 0.05 } }] },
  });
  expect([verdict.observed, verdict.effects?.[0]?.verdict]).toEqual(["ok", "honoured"]);
});

test.each(["chat-completions", "converse-stream"] as const)(
  "%s: a service that refuses a parameter fails honestly: the cell is unsupported, with its words",
  async (api) => {
    const message = "stop sequences are not available for this model";
    const verdict = await seededCell({
      ...{ api, scenario: "effect-stop", trials: 3 },
      behaviour: { faults: [{ fault: "status", status: 400, message, when: { parameter: "stopSequences" } }] },
    });
    expect(verdict).toMatchObject({ observed: "unsupported", reason: "unsupported" });
    expect(verdict.reasonText).toContain(message);
    expect(verdict.effects).toMatchObject([{ verdict: "refused", constraint: "honest-failure", refused: 3 }]);
  },
);

test("every parameter has a seeded fault under which it has no effect", () => {
  const labels = ignoredParameters.flatMap(({ bad = [], note = [] }) => [...bad, ...note]);
  const ignored = parameters.filter((one) => labels.some((label) => label.startsWith(`parameter-ignored (${one}`)));
  // test/schema-scenarios.test.ts has the keywords of schemas, which stand in their own names.
  expect(ignored).toEqual(parameters.filter((one) => one !== "schemaKeyword"));
  expect(parameters.map(effectCheck)).toContain("effect/parallel-tool-calls");
});

test.each([
  ["chat-completions", "kimi-k2.5"],
  ["chat-completions-stream", "kimi-k2.5"],
  ["converse", "kimi-k2.5"],
  ["converse-stream", "kimi-k2.5"],
  ["invoke-model", "kimi-k2.5"],
  ["invoke-model", "claude-haiku-4.5"],
  ["invoke-model-stream", "claude-haiku-4.5"],
] as const)("%s, %s: a second request that reads its prompt from the cache says so", async (api, model) => {
  const family = model === "kimi-k2.5" ? "moonshot" : "anthropic";
  const behaviour = { family, cachesFrom: 1024 } as const;
  const verdict = await seededCell({ api, model, scenario: "repeat-cached", behaviour, trials: 5 });
  expect([verdict.observed, verdict.effects?.[0]?.verdict]).toEqual(["ok", "honoured"]);
  expect(verdict.cachedTokens).toBeGreaterThan(1024);
});

describe("recorded pairs", () => {
  const compared = scenarios.filter(({ tags }) => tags.includes("parameters"));
  const { cases } = planRun({ scenarios: compared, targets: sixTargets, trials: 1 });
  const asked = cases.filter(({ skip }) => skip === null);
  const fixtures = temporaryFolder();
  let live: readonly Verdict[] = [];
  beforeAll(async () => {
    const { url } = await serveProfile("default");
    live = verdictsOf(asked, { transcripts: await recordRun(asked, { url, client: "http", fixtures }) });
  });

  test("replay to the same verdicts, also where a request was sent twice", async () => {
    const { verdicts, leftovers, transcripts } = await replayed(asked, { fixtures, lane: "both" });
    expect(leftovers).toEqual([]);
    expect(clientDifferences({ transcripts })).toEqual([]);
    const readings = (all: readonly Verdict[]) =>
      all.map(({ cell, observed, effects }) => [`${cell.scenario} ${cell.api}`, observed, effects]).sort();
    expect(readings(verdicts)).toEqual(readings(live));
  });
});
