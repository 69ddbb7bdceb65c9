import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Target } from "../src/chat/target.js";
import { Budget } from "../src/runner/live/budget.js";
import { runLive } from "../src/runner/live/run-live.js";
import { type PlannedCase, planRun } from "../src/runner/plan.js";
import { fixturePath } from "../src/runner/store/fixture-path.js";
import { type FixtureOrigin, fixtureOf, saveFixture } from "../src/runner/store/save-fixture.js";
import { noRetries } from "../src/runner/trial/retry-policy.js";
import { loadModels } from "../src/scenario/load-models.js";
import { loadScenarios } from "../src/scenario/load-scenarios.js";
import { loadProfile } from "../src/simulator/load-profiles.js";
import { asProfile, type Profile } from "../src/simulator/profile.js";
import { createSimulator } from "../src/simulator/simulator.js";
import { createRedactor } from "../src/wire/secrets/redact.js";
import { transportOf } from "../src/wire/transport/faces.js";

/**
 * Writes the shipped fixtures: the real adapters ask the simulator, under the profile that follows the comparison of
 * 2026-02-10, and what passes is written as HAR. Same sources, same bytes: `git diff fixtures/` shows what changed.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = process.argv[2] ?? join(root, "fixtures");
const day = new Date("2026-02-10T00:00:00.000Z");
const after = "OpenRouter vs AWS Bedrock API Comparison, 2026-02-10";

/** The rows of the comparison, model by model: where it says nothing, nothing is written. */
const threeRows = ["basic-chat", "tool-call", "response-after-tool"];
const rows: { readonly [model: string]: readonly string[] } = {
  "kimi-k2.5": [...threeRows, "multi-step"],
  "claude-3.5-sonnet": threeRows,
  "deepseek-r1": threeRows,
  "mistral-large-3": threeRows,
  "gpt-4o": threeRows,
  "llama-3.3-70b": threeRows,
};

const scenarios = loadScenarios(join(root, "scenarios"));
const catalog = loadModels(join(root, "scenarios/models.yaml"));
const seed = catalog.suites.find(({ name }) => name === "seed");
const targets = catalog.targets.filter(({ id }) => seed?.targets.includes(id));

await author({
  cases: planRun({ scenarios, targets, trials: 1 }).cases.filter(({ target, scenario }) =>
    rows[target.model]?.includes(scenario.id),
  ),
  profile: loadProfile(join(root, "scenarios/profiles/seed-2026-02-10.yaml")),
  origin: originOf(null),
  fileOf: ({ target, scenario }) => fixturePath(folder, target, scenario.id),
});

/** What `payloads: [], output_tokens: 0` may have been: four streams that a client's summary cannot tell apart. */
const blankReplies: readonly { readonly name: string; readonly note: string; readonly faults: object[] }[] = [
  {
    name: "silent-model",
    note: "the model ends its turn without a token: messageStop, and metadata that reports 0 output tokens",
    faults: [{ fault: "silent", outputTokens: 0 }],
  },
  {
    name: "truncated",
    note: "the body ends after messageStart: no messageStop, no metadata, and no error from the SDK",
    faults: [{ fault: "truncated", at: "start" }],
  },
  {
    name: "reasoning-only",
    note: "the model reasons and stops: a client that shows text only shows nothing",
    faults: [{ fault: "reasoning-only" }],
  },
  {
    name: "metadata-absent",
    note: "messageStop without a block, and no metadata after it: the tokens are not reported, which is not zero",
    faults: [{ fault: "silent", outputTokens: 0 }, { fault: "metadata-missing" }],
  },
];

for (const { name, note, faults } of blankReplies) {
  await author({
    cases: planRun({
      scenarios: scenarios.filter(({ id }) => id === "response-after-tool"),
      targets: targets.filter(({ model, provider }) => model === "kimi-k2.5" && provider === "bedrock"),
      trials: 1,
    }).cases,
    profile: asProfile({
      name: `blank-${name}`,
      title: note,
      models: [
        {
          models: ["moonshotai.kimi-k2.5"],
          providers: ["bedrock"],
          family: "moonshot",
          toolCallIds: "tooluse",
          faults,
        } as never,
      ],
    }),
    origin: originOf(note),
    fileOf: () => join(folder, "blank-replies", `${name}.har`),
  });
}

async function author({
  cases,
  profile,
  origin,
  fileOf,
}: {
  readonly cases: readonly PlannedCase[];
  readonly profile: Profile;
  readonly origin: FixtureOrigin;
  readonly fileOf: (planned: PlannedCase) => string;
}): Promise<void> {
  const simulator = createSimulator({
    profiles: [profile],
    scenarios,
    seed: 1,
    now: () => day,
    authorization: "ignored",
  });
  await runLive(cases, {
    exchange: simulator.exchange,
    client: "sdk",
    makeTransport: (exchange) => transportOf(exchange),
    credentialsFor: () => Promise.resolve({ kind: "recorded" }),
    baseUrlFor: () => null,
    source: "simulated",
    budget: new Budget({ maxCalls: null, maxCostUsd: null }),
    retry: noRetries,
    concurrency: 1,
    seed: 1,
    now: () => day,
    clock: { now: () => 0, date: () => day },
    signal: new AbortController().signal,
    onTrial: async (planned, { transcript, taken }) => {
      if (transcript.notRun !== null)
        throw new Error(`${planned.target.id} ${planned.scenario.id}: ${transcript.notRun.reason}`);
      const { scenario, target }: { scenario: PlannedCase["scenario"]; target: Target } = planned;
      const fixture = fixtureOf({ scenario, target, client: "sdk" }, [{ trial: 1, taken }], origin);
      await saveFixture(fileOf(planned), fixture, createRedactor([]));
    },
  });
}

function originOf(note: string | null): FixtureOrigin {
  return { source: "authored", recordedAt: null, after, note, endpoint: null, versions: {} };
}
