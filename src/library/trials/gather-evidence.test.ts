import { beforeAll, describe, expect, test } from "vitest";
import { fixturesFolder } from "../../../test/support/repository.js";
import type { Evidence } from "../../report/sheet/trial-evidence.js";
import { planRun } from "../../runner/plan.js";
import { choose } from "../choose.js";
import { concludeRun } from "../suite/conclude-run.js";
import { replayRecordings } from "../suite/replay-recordings.js";
import { withFiles } from "../suite/suite-options.js";
import { type GatherOptions, gatherEvidence } from "./gather-evidence.js";
import { sourceOfRun } from "./source-of-run.js";

const red = [
  "kimi-k2.5/bedrock/converse-stream/response-after-tool",
  "kimi-k2.5/bedrock/converse-stream/multi-step",
  "llama-3.3-70b/openrouter/chat-completions/tool-call",
  "llama-3.3-70b/openrouter/chat-completions/response-after-tool",
];

let gather: (options: Partial<GatherOptions>) => Promise<Evidence>;
beforeAll(async () => {
  const options = { ...withFiles({}), suite: "seed", client: "http" as const, fixtures: fixturesFolder, trials: 1 };
  const choice = await choose(options, "replay");
  const { cases } = planRun({ scenarios: choice.scenarios, targets: choice.targets, trials: 1 });
  const result = await replayRecordings(cases, { choice, options, signal: new AbortController().signal });
  const { bundle, shown } = await concludeRun({ choice, result, options });
  const source = sourceOfRun({ result, targets: choice.targets, fixtures: fixturesFolder, tiedViews: null });
  gather = (given) =>
    gatherEvidence({ bundle, transcripts: shown.transcripts }, source, { embed: "red", alarmed: new Set(), ...given });
});

const cellsOf = ({ trials }: Evidence) => trials.map(({ cell }) => cell.replace(" (http)", ""));

describe("the trials of a page", () => {
  test("are those of red cells, and of those that a gate names", async () => {
    const ok = "gpt-4o/openrouter/chat-completions/basic-chat";
    expect(cellsOf(await gather({})).sort()).toEqual([...red].sort());
    const alarmed = await gather({ alarmed: new Set([`${ok} (http)`]) });
    expect(cellsOf(alarmed).sort()).toEqual([...red, ok].sort());
    expect(cellsOf(await gather({ embed: "none" }))).toEqual([]);
  });

  test("have the exchange of each step, and the good column beside them", async () => {
    const { trials } = await gather({});
    const steps = trials.find(({ cell }) => cell.includes("multi-step"))?.exchanges.map(({ step }) => step);
    expect(steps).toHaveLength(2);
    const [kimi] = trials;
    expect(kimi?.control).toMatchObject({ outcome: "ok", trial: 1 });
    expect(kimi?.control?.steps[0]?.reply?.text).toContain("65°F");
    expect(kimi?.control?.steps[0]?.fields.map(({ field }) => field)).toContain("toolCallIds");
    // The other column of this one was refused, which says nothing.
    expect(trials.find(({ cell }) => cell.includes("llama"))?.control).toBeNull();
  });

  test("name what is not here: not chosen, too much, and without bytes", async () => {
    const all = await gather({ embed: "all" });
    expect(all.leftOut.every(({ why, command }) => why === "no-bytes" && command === null)).toBe(true);
    const few = await gather({ embed: "all", budget: 12_000 });
    expect(few.trials.length).toBeGreaterThan(0);
    expect(few.trials.length + few.leftOut.filter(({ why }) => why === "too-much").length).toBe(all.trials.length);
    expect(few.leftOut.find(({ why }) => why === "too-much")?.command).toMatch(/^llm-parity show \S+ --trial 1/);
    const chosen = await gather({});
    const others = chosen.leftOut.filter(({ why }) => why === "not-chosen");
    expect(others).toHaveLength(all.trials.length - red.length);
  });

  test("are the same every time, and plain JSON", async () => {
    const evidence = await gather({ embed: "all", budget: 30_000 });
    expect(await gather({ embed: "all", budget: 30_000 })).toEqual(evidence);
    expect(JSON.parse(JSON.stringify(evidence))).toEqual(evidence);
  });
});
