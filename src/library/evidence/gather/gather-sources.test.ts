import { describe, expect, test } from "vitest";
import { askedRun, type CaseRun, faultyExchange } from "../../../../test/support/gathered-case.js";
import { simulatedExchange } from "../../../../test/support/simulated-run.js";
import { attributeCells } from "../../../verdict/attribution/attribute-cells.js";
import { attributionJson } from "../../../verdict/attribution/attribution-schema.js";
import { judgeAll } from "../../../verdict/judge-all.js";
import { bundleFiles } from "../bundle-files.js";
import { type BundleFiles, type BundleSources, readSources, writeSources } from "../bundle-sources.js";
import { deriveMaterial } from "../derive/case-material.js";
import { type CaseRequest, gatherSources } from "./gather-sources.js";

const [stream, whole, gateway] = [
  "kimi-k2.5/bedrock/converse-stream",
  "kimi-k2.5/bedrock/converse",
  "kimi-k2.5/openrouter/chat-completions",
] as const;
const tools = ["response-after-tool", "response-after-native-id", "basic-chat"];
const cell = ["response-after-tool", stream] as const;

/** A run of Kimi, whose profile is silent on Bedrock after a foreign id. */
function kimi(change: Partial<Parameters<typeof askedRun>[0]> = {}): Promise<CaseRun> {
  const targets = [stream, whole, gateway];
  return askedRun({ targets, scenarios: tools, exchange: simulatedExchange("kimi"), trials: 2, ...change });
}

const textsOf = (files: BundleFiles) =>
  [...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString("latin1")]);

const rolesOf = ({ facts }: BundleSources) => facts.cells.map(({ role, scenario, target }) => [role, scenario, target]);

/** The attribution of the failing cell among all cells of its run, by another way than the bundle's. */
function attributionOf({ evidence, verdictOf }: CaseRun, sequential?: CaseRequest["sequential"]) {
  const { transcripts, targets, scenarios } = evidence;
  const verdicts = judgeAll(transcripts, { targets, scenarios, sequential: sequential ?? undefined });
  const own = verdictOf(...cell).cell;
  const found = [...attributeCells({ ...evidence, verdicts })].find(
    ([one]) => one.cell.target === own.target && one.cell.scenario === own.scenario,
  );
  return found === undefined ? null : attributionJson(found[1]);
}

describe("the sources of a bundle", () => {
  test("are the failing cell, the working one and the controls, not the rest of the run", async () => {
    const run = await kimi();
    const sources = gatherSources(run.ask(...cell));
    expect(rolesOf(sources)).toEqual([
      ["failing", "response-after-tool", stream],
      ["working", "response-after-native-id", stream],
      ["control", "response-after-tool", whole],
      ["control", "response-after-tool", gateway],
    ]);
    expect([...sources.recordings.keys()]).toEqual(["failing.har", "working.har", "control-01.har", "control-02.har"]);
    expect(sources.transcripts).toHaveLength(8);
    expect(sources.scenarios.map(({ id }) => id).sort()).toEqual(["response-after-native-id", "response-after-tool"]);
    expect(sources.facts).toMatchObject({ mark: "SIMULATED", run: "one", history: null, account: null, redacted: [] });
    expect(sources.facts.working).toMatchObject({ kind: "factor", differs: "id-form", trial: 1, step: "answer" });
  });

  test.each(["http", "sdk", "both"] as const)("give the attribution of the whole run, asked by %s", async (client) => {
    const run = await kimi({ client, nonceSeed: 3 });
    const { material } = deriveMaterial(gatherSources(run.ask(...cell)));
    expect(attributionJson(material.attribution)).toEqual(attributionOf(run));
    for (const { reading, claim } of material.controls) {
      expect([claim.says, claim.text]).toEqual([
        `bad among the eligible trials of ${reading.of}`,
        `${reading.bad} of ${reading.eligible}`,
      ]);
    }
  });

  test("give it where a rule stopped the trials", async () => {
    const run = await kimi({ trials: 6 });
    const sequential = { acceptable: 0.02, unacceptable: 0.1, alpha: 0.05, cap: 6 };
    const { transcripts, targets, scenarios } = run.evidence;
    const verdicts = judgeAll(transcripts, { targets, scenarios, sequential });
    const failing = verdicts.find((one) => one.cell.target === stream && one.cell.scenario === cell[0]);
    if (failing === undefined) throw new Error("the cell was not asked");
    const sources = gatherSources(run.ask(...cell, { failing, sequential, evidence: { ...run.evidence, verdicts } }));
    expect(sources.facts.sequential).toEqual(sequential);
    expect(attributionJson(deriveMaterial(sources).material.attribution)).toEqual(attributionOf(run, sequential));
  });

  test("are read back as they were written, and give the same files, for several runs", async () => {
    const runs = [
      await kimi(),
      await kimi({ client: "sdk", nonceSeed: 1 }),
      await kimi({ exchange: faultyExchange([{ fault: "truncated", at: "inside-finish" }]) }),
      await kimi({ exchange: faultyExchange([{ fault: "refuse", as: "validation" }]), trials: 1 }),
      await kimi({ scenarios: ["multi-step"], exchange: faultyExchange([{ fault: "silent" }]) }),
    ];
    for (const run of runs) {
      const scenario = run.evidence.scenarios[0]?.id === "multi-step" ? "multi-step" : cell[0];
      const sources = gatherSources(run.ask(scenario, stream));
      const written = writeSources(sources);
      const again = readSources(written);
      expect(textsOf(writeSources(again))).toEqual(textsOf(written));
      expect(textsOf(await bundleFiles(again))).toEqual(textsOf(await bundleFiles(sources)));
    }
  });
});

describe("the working cell", () => {
  test("is one that was named, if it is a control with a trial that passed", async () => {
    const run = await kimi();
    const named = (scenario: string, target: string) =>
      gatherSources(run.ask(...cell, { working: run.verdictOf(scenario, target) })).facts.working;
    expect(named("response-after-tool", gateway)).toMatchObject({ target: gateway, kind: "provider" });
    expect(() => named("basic-chat", stream)).toThrow(/^basic-chat on .* is no control of response-after-tool on /);
    expect(() => named(...cell)).toThrow(/is no control of/);
    expect(() => named("response-after-tool", whole)).toThrow(/has no trial that passed/);
  });

  test("is none where no control passes", async () => {
    const run = await kimi({ exchange: faultyExchange([{ fault: "silent" }]) });
    const sources = gatherSources(run.ask(...cell));
    expect(sources.facts.working).toBeNull();
    expect(rolesOf(sources).map(([role]) => role)).not.toContain("working");
    const files = await bundleFiles(sources);
    expect(files.has("requests/failing.json")).toBe(true);
    expect(files.has("requests/working.json")).toBe(false);
  });
});

describe("no bundle is made", () => {
  test("of a cell that passes", async () => {
    const run = await kimi();
    expect(() => gatherSources(run.ask("basic-chat", stream))).toThrow(/does not fail: 2 of 2 trials are ok$/);
  });

  test("of a cell of which nothing was sent", async () => {
    const run = await kimi({ targets: [stream] });
    const unsent = {
      ...run.evidence,
      transcripts: run.evidence.transcripts.map((one) => ({
        ...one,
        turns: one.turns.map((turn) => ({
          ...turn,
          attempts: turn.attempts.map((attempt) => ({ ...attempt, exchange: null })),
        })),
      })),
    };
    expect(() => gatherSources(run.ask(...cell, { evidence: unsent }))).toThrow(/nothing was sent/);
  });
});

test("a refused cell shows its refusal, and its trials are no evidence about the model", async () => {
  const run = await kimi({ exchange: faultyExchange([{ fault: "refuse", as: "inference-profile" }]) });
  const sources = gatherSources(run.ask(...cell));
  const { material } = deriveMaterial(sources);
  expect(sources.facts.failing).toMatchObject({ trial: 1, step: "answer", exchange: 0 });
  expect(material.claims.slice(0, 2).map(({ id, text }) => [id, text])).toEqual([
    ["failing-rate", "0 of 0"],
    ["failing-excluded", "2"],
  ]);
  expect(material.failing.wire.status).toBe(400);
});
