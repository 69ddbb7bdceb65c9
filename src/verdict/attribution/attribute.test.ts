import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failing, type PlaceName, places, sample } from "../../../test/samples/attribution.js";
import { attribute } from "./attribute.js";
import type { Attribution, Party, PlaceProof } from "./attribution.js";
import type { HarnessTwin } from "./failing.js";
import type { Sample } from "./samples.js";

const silent = sample(0, 10);
const native = { factors: { "id-form": "native" } };
const whose = (of: Sample, ...others: readonly Sample[]) => attribute(failing(of), [of, ...others]);

describe("controls within a column", () => {
  test("the native id is fine and the foreign one is not: the id decides, and who has to change is open", () => {
    const found = whose(silent, sample(10, 0, native));
    expect(found).toMatchObject({
      party: "undetermined",
      standing: null,
      leans: null,
      decides: { id: "id-form", failing: "neutral", cures: "native" },
    });
    expect(found.sentence).toMatch(
      /^The form of the tool-call ids in the history decides: neutral fails, native is fine/,
    );
    expect(found.missing.map(({ control }) => control)[0]).toBe("the same request at another provider, pinned");
  });

  test("with another provider that fails on the foreign id too, it is the model", () => {
    const found = whose(silent, sample(10, 0, native), sample(0, 10, { at: "openrouterParasail" }));
    expect(found).toMatchObject({ party: "model", standing: "established", rule: "factor-everywhere" });
  });

  test("with another provider that is fine with the foreign id, it is this provider, suspected", () => {
    const found = whose(silent, sample(10, 0, native), sample(10, 0, { at: "openrouterParasail" }));
    expect(found).toMatchObject({ party: "provider-serving", standing: "suspected", rule: "factor-at-provider" });
    expect(found.against).toContain("The other provider may rewrite the value before the model sees it.");
  });

  test("and it is this provider's translation where another of its APIs is fine with the foreign id", () => {
    const controls = [sample(10, 0, native), sample(10, 0, { at: "openrouterParasail" })];
    const found = whose(silent, ...controls, sample(10, 0, { at: "bedrockInvoke" }));
    expect(found).toMatchObject({ party: "provider-translation", standing: "suspected" });
  });

  test("a value that breaks a documented rule is our request, whoever was asked", () => {
    const dropped = sample(0, 10, { factors: { "reasoning-history": "dropped" } });
    const found = whose(dropped, sample(10, 0, { factors: { "reasoning-history": "kept" } }));
    expect(found).toMatchObject({ party: "our-request", rule: "factor-everywhere" });
    expect(found.sentence).toContain("mastra-ai/mastra#12592");
  });

  test("two factors at once are no control", () => {
    const found = whose(silent, sample(10, 0, { factors: { "id-form": "native", "token-limit": "8192" } }));
    expect(found.controls).toEqual([]);
  });

  test("another question is no control, whatever its name", () => {
    const other = whose(silent, sample(10, 0, { ...native, question: "another" }));
    expect(other).toMatchObject({ party: "undetermined", leans: null, decides: null, exonerated: [] });
    expect(other.controls).toMatchObject([
      { kind: "other-question", differs: "id-form", reading: "suggests-fine", caveats: ["the question differs too"] },
    ]);
    expect(whose(silent, sample(10, 0, { ...native, question: "another", run: "another run" })).controls).toEqual([]);
    expect(whose(silent, sample(10, 0, { question: "another" })).controls).toEqual([]);
    expect(whose(silent, sample(9, 1, { ...native, question: "another" })).controls).toEqual([]);
  });
});

describe("what a control is worth", () => {
  test.each<[string, Sample, string]>([
    ["unpinned", sample(10, 0, { at: "openrouter" }), "upstream not pinned"],
    [
      "without references",
      sample(10, 0, { at: "openrouterParasail", nonced: false }),
      "no cache-busting nonce (--nonce)",
    ],
    [
      "recorded on another day",
      sample(10, 0, { at: "openrouterParasail", run: null, days: ["2026-02-10", "2026-02-10"] }),
      "recorded on another day (2026-02-10, the failing requests on 2026-11-28)",
    ],
    ["recorded apart", sample(10, 0, { at: "openrouterParasail", run: "another run" }), "not interleaved"],
  ])("%s, it only suggests", (_, control, caveat) => {
    const found = whose(silent, control);
    expect(found).toMatchObject({ party: "undetermined", leans: "provider-serving" });
    expect(found.controls).toMatchObject([{ kind: "provider", reading: "suggests-fine", caveats: [caveat] }]);
    expect(found.exonerated).toEqual([]);
  });

  test("a provider that rewrites the ids gives no lean: the ids explain as much as the provider", () => {
    const found = whose(silent, sample(10, 0, { at: "openrouterMoonshot" }));
    expect(found).toMatchObject({ party: "undetermined", leans: null });
    expect(found.sentence).toBe(
      "Another provider looks fine (plain on openrouterMoonshot, 10 of 10 ok), and is known to rewrite the tool-call ids. So neither the provider nor the ids are shown to be the cause.",
    );
    expect(found.controls).toMatchObject([
      {
        ...{ kind: "provider", reading: "suggests-fine" },
        caveats: [
          "it rewrites tool-call ids before the model sees them (MoonshotAI/kimi-code#3429; README of K2-Vendor-Verifier, 2026-09-02)",
        ],
      },
    ]);
  });

  test("a confounded control gives no lean where another question with other ids is fine in the same run", () => {
    const other = sample(12, 0, { ...native, question: "another" });
    const found = whose(silent, sample(10, 0, { at: "openrouter" }), other);
    expect(found).toMatchObject({ party: "undetermined", leans: null });
    expect(found.sentence).toBe(
      "Another provider looks fine (plain on openrouter, 10 of 10 ok); so does another question on the same endpoint whose tool-call ids have another form (native on bedrock, 12 of 12 ok). So neither the provider nor the ids are shown to be the cause.",
    );
    expect(found.against).toContain(
      "Another question on the same endpoint (id-form: neutral → native) looks fine: native on bedrock, 12 of 12 ok; only suggests: the question differs too.",
    );
    // A control that counts in full still names the provider, and the hint stands against it.
    const full = whose(silent, sample(10, 0, { at: "openrouterParasail" }), other);
    expect(full).toMatchObject({ party: "provider-serving", standing: "suspected" });
    expect(full.against.join(" ")).toContain("Another question on the same endpoint");
  });

  test("too few trials do not even suggest, and the price is named", () => {
    const found = whose(sample(0, 3), sample(3, 0, { at: "openrouterParasail" }));
    expect(found).toMatchObject({ party: "undetermined", leans: null });
    expect(found.controls).toMatchObject([{ reading: "too-few" }]);
    // 5 of 5 against 0 of 5: two more on each side.
    expect(found.missing).toContainEqual({
      control: "plain on openrouterParasail again, with more trials",
      tells: "separates the provider from the model",
      calls: 4,
    });
  });

  test("OpenRouter served by Bedrock is Bedrock through another door: failing there names no second provider", () => {
    const found = whose(silent, sample(0, 10, { at: "openrouterBedrock" }), sample(30, 0, { at: "claudeBedrock" }));
    expect(found.party).toBe("undetermined");
    expect(found.controls.map(({ kind }) => kind).sort()).toEqual(["door", "model-here"]);
  });

  test("and fine there, it is the provider's translation", () => {
    expect(whose(silent, sample(10, 0, { at: "openrouterBedrock" }))).toMatchObject({
      party: "provider-translation",
      standing: "suspected",
      rule: "other-api-fine",
    });
  });

  test("other models that pass never name a provider", () => {
    const others = [sample(100, 0, { at: "claudeBedrock" }), sample(100, 0, { at: "claudeMoonshot" })];
    const found = whose(silent, ...others);
    expect(found).toMatchObject({ party: "undetermined", leans: null });
    expect(found.exonerated.map(({ what }) => what)).toContain(
      "the harness and the account; neither the model nor the provider",
    );
  });

  test("Holm: a control that would be fine alone is not, beside nine that are not", () => {
    const five = sample(0, 5);
    const fine = sample(5, 0, { at: "openrouterParasail" });
    expect(whose(five, fine).party).toBe("provider-serving");
    const regions = Array.from({ length: 9 }, () => sample(0, 5, { at: "bedrockTokyo" }));
    expect(whose(five, fine, ...regions)).toMatchObject({ party: "undetermined", leans: null });
  });
});

describe("the other client and the other region", () => {
  test("another client that is fine on the same endpoint names the failing one", () => {
    expect(whose(silent, sample(10, 0, { at: "bedrockSdk" }))).toMatchObject({
      party: "adapter",
      rule: "other-client-fine",
    });
    expect(whose(sample(0, 10, { at: "bedrockSdk" }), sample(10, 0)).party).toBe("client");
  });

  test("another region that is fine names the provider in this region", () => {
    expect(whose(silent, sample(10, 0, { at: "bedrockTokyo" }))).toMatchObject({
      party: "provider-serving",
      standing: "suspected",
      rule: "other-region-fine",
    });
  });
});

describe("standing", () => {
  const proof: PlaceProof = {
    sameBody: true,
    interleaved: true,
    failing: { bad: 9, eligible: 9 },
    control: { bad: 0, eligible: 9 },
    eValue: 50,
  };
  const fine = sample(10, 0, { at: "openrouterParasail" });
  const standing = (change: Partial<PlaceProof>) =>
    attribute(failing(silent), [silent, fine], { ...proof, ...change }).standing;

  test("a provider is established by a place proof alone", () => {
    expect(attribute(failing(silent), [silent, fine]).standing).toBe("suspected");
    expect(standing({})).toBe("established");
  });

  test.each<[string, Partial<PlaceProof>]>([
    ["an e-value below 50", { eValue: 49.9 }],
    ["another body", { sameBody: false }],
    ["trials that did not take turns", { interleaved: false }],
    ["a control that is as bad", { control: { bad: 9, eligible: 9 } }],
  ])("%s is no proof", (_, change) => {
    expect(standing(change)).toBe("suspected");
  });

  test.each<[Sample["source"], Attribution["mark"]]>([
    ["live", null],
    ["recorded", null],
    ["authored", "DEMO"],
    ["simulated", "SIMULATED"],
  ])("%s bytes are marked %s", (source, mark) => {
    expect(whose(sample(0, 10, { source })).mark).toBe(mark);
  });

  test("a simulator's bytes are no control of a vendor's", () => {
    expect(whose(silent, sample(10, 0, { at: "openrouterParasail", source: "simulated" })).controls).toEqual([]);
  });
});

describe("harness", () => {
  const everywhere = [sample(0, 10, { at: "openrouterParasail" }), sample(0, 10, { at: "claudeBedrock" })];

  test("failing for every model and everywhere needs a twin that disagrees", () => {
    const found = whose(silent, ...everywhere);
    expect(found).toMatchObject({ party: "undetermined", rule: "fails-everywhere", leans: null });
    expect(found.missing[0]?.control).toBe("the same request by an official SDK or curl, outside this program");
  });

  const twin = (by: HarnessTwin["by"], reads: HarnessTwin["reads"]) => ({
    twin: { by, reads, says: "The same case by a twin: 10 of 10 ok." },
  });

  test.each<[HarnessTwin["by"], readonly string[]]>([
    ["the official SDK", []],
    ["our own client", ["An SDK that all of these cells share cannot be separated from our harness here."]],
  ])("a twin by %s that shows otherwise makes it the harness, and its numbers are said", (by, against) => {
    const found = attribute(failing(silent, twin(by, "otherwise")), [silent, ...everywhere]);
    expect(found).toMatchObject({ party: "harness", standing: "established", rule: "fails-everywhere", against });
    expect(found.sentence).toContain("A twin request shows otherwise. The same case by a twin: 10 of 10 ok.");
  });

  test("a twin that is a control with a caveat only suggests it", () => {
    const own = sample(10, 0, { at: "bedrockSdk", run: "another run" });
    const found = attribute(failing(silent, twin("the official SDK", "otherwise")), [silent, own, ...everywhere]);
    expect(found).toMatchObject({ party: "undetermined", leans: "harness" });
    const inTurns = attribute(failing(silent, twin("the official SDK", "otherwise")), [
      ...[silent, sample(10, 0, { at: "bedrockSdk" })],
      ...everywhere,
    ]);
    expect(inTurns).toMatchObject({ party: "harness", rule: "fails-everywhere" });
  });

  test("a twin that shows the same leaves curl as the missing control", () => {
    const found = attribute(failing(silent, twin("the official SDK", "alike")), [silent, ...everywhere]);
    expect(found).toMatchObject({ party: "undetermined", rule: "fails-everywhere" });
    expect(found.missing[0]?.control).toBe("the same request by curl, outside this program");
  });

  test("other models that fail here and pass elsewhere leave it to the provider's rules", () => {
    const here = [sample(0, 10, { at: "claudeBedrock" }), sample(10, 0, { at: "claudeMoonshot" })];
    expect(whose(silent, ...here, sample(10, 0, { at: "openrouterParasail" })).party).toBe("provider-serving");
  });

  test("without another provider it is undetermined, and that control is missing", () => {
    const found = whose(silent, sample(0, 10, { at: "claudeBedrock" }));
    expect(found).toMatchObject({ party: "undetermined", rule: "no-rule-fits" });
    expect(found.missing.map(({ control }) => control)).toContain("the same request at another provider, pinned");
  });
});

describe("properties", () => {
  const anyPlace = fc.constantFrom(...(Object.keys(places) as PlaceName[]));
  const anyFactors = fc.constantFrom({}, { "id-form": "native" }, { "token-limit": "8192" });
  const anyCount = fc.oneof(fc.constant(0), fc.nat(30));
  const anySample = fc
    .record({ at: anyPlace, factors: anyFactors, ok: anyCount, bad: anyCount })
    .map(({ at, factors, ok, bad }) => sample(ok, bad, { at, factors }));

  test("without a control nobody is named", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.integer({ min: 1, max: 50 }), anyPlace, (ok, bad, at) => {
        const { party, leans } = whose(sample(ok, bad, { at }));
        expect({ party, leans }).toEqual({ party: "undetermined", leans: null });
      }),
    );
  });

  test("a control again, or with more of the same trials, never turns the blame to another party", () => {
    const times = (one: Sample, n: number): Sample => ({ ...one, bad: one.bad * n, eligible: one.eligible * n });
    fc.assert(
      fc.property(
        fc.array(anySample, { minLength: 1, maxLength: 6 }),
        fc.nat(),
        fc.integer({ min: 2, max: 4 }),
        (all, pick, n) => {
          const before = whose(silent, ...all).party;
          const at = pick % all.length;
          const agreeing = all[at] ?? silent;
          const after = [
            whose(silent, ...all, agreeing).party,
            whose(silent, ...all.with(at, times(agreeing, n))).party,
          ];
          if (before !== "undetermined") expect(subset(after, [before, "undetermined"])).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a provider is never more than suspected, and a party that is named is not cleared by a control of its own", () => {
    const clears: { readonly [party: string]: string } = {
      model: "the model and the provider",
      client: "one client alone: both show it",
      adapter: "one client alone: both show it",
    };
    fc.assert(
      fc.property(fc.array(anySample, { maxLength: 8 }), (all) => {
        const found = whose(silent, ...all);
        if (found.party.startsWith("provider-")) expect(found.standing).toBe("suspected");
        expect(found.exonerated.map(({ what }) => what)).not.toContain(clears[found.party] ?? "");
      }),
      { numRuns: 300 },
    );
  });
});

function subset(found: readonly Party[], allowed: readonly Party[]): boolean {
  return found.every((party) => allowed.includes(party));
}

test("a service that takes what it must refuse is at fault, whatever else was asked; an answer's own findings are judged as ever", () => {
  const probe = (findings: readonly string[], of: Sample = silent) =>
    attribute({ ...failing(of), findings, symptom: "probe-accepted in 1" }, [
      of,
      sample(10, 0, { at: "bedrockInvoke" }),
    ]);
  expect(probe(["probe-accepted"])).toMatchObject({ party: "provider-translation", rule: "probe" });
  expect(probe(["probe-status", "probe-billed"]).sentence).toContain("breaks a rule on purpose");
  expect(probe(["probe-accepted"], sample(0, 10, { at: "openrouterParasail" })).against).toContain(
    "A gateway may leave such checks to its upstream, which is not known here.",
  );
  expect(probe(["probe-accepted", "empty-reply"]).rule).not.toBe("probe");
});
