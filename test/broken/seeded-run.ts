import type { z } from "zod";
import { type Api, type Client, wireApiOf } from "../../src/chat/api.js";
import type { Target } from "../../src/chat/target.js";
import { Budget } from "../../src/runner/live/budget.js";
import type { LiveOptions } from "../../src/runner/live/live-options.js";
import { runLive } from "../../src/runner/live/run-live.js";
import { planRun } from "../../src/runner/plan.js";
import { simulatorUrl } from "../../src/runner/simulator-url.js";
import { noRetries } from "../../src/runner/trial/retry-policy.js";
import type { Scenario } from "../../src/scenario/scenario.js";
import { parseTypedTarget } from "../../src/scenario/typed-target.js";
import { asProfile, type profileSchema } from "../../src/simulator/profile.js";
import { createSimulator } from "../../src/simulator/simulator.js";
import { judgeAll } from "../../src/verdict/judge-all.js";
import type { SequentialRule } from "../../src/verdict/statistics/sequential-test.js";
import type { Verdict } from "../../src/verdict/verdict.js";
import { transportOf } from "../../src/wire/transport/faces.js";
import { testLimitMs } from "../support/limits.js";
import { catalog, scenarios } from "../support/repository.js";
import { withDeadlines } from "../support/with-deadlines.js";

/** How the model of the targets behaves; it behaves well in everything that is not given. */
export type Behaviour = Partial<z.input<typeof profileSchema>["models"][number]>;

/** A cell to run against the simulator; the members of {@link LiveOptions} are for cells of more than one trial. */
type SeededCell = {
  readonly api: Api;
  readonly scenario: string;
  readonly behaviour: Behaviour;
  /** The catalog's name of the model; default: Kimi K2.5. */
  readonly model?: string | undefined;
  readonly client?: Client;
  readonly seed?: number;
  /** The upstream that requests are pinned to. */
  readonly pinned?: string | null;
  /** The provider that is asked; default: OpenRouter, and Bedrock for its own APIs. */
  readonly provider?: string | undefined;
  /** How long headers may take, in ms; default: null, for ever. */
  readonly firstByteMs?: number | null;
  readonly trials?: number;
  readonly sequential?: SequentialRule;
} & Partial<Pick<LiveOptions, "isSettled" | "onTrial">>;

/** Runs one trial of a cell against the simulator in this process, and judges it. */
export function seededRun(cell: Omit<SeededCell, "trials" | "sequential">): Promise<Verdict> {
  return seededCell(cell);
}

/** Runs the trials of a cell one after the other, and judges the cell. */
export async function seededCell({
  api,
  scenario: id,
  behaviour,
  model = "kimi-k2.5",
  provider,
  client = "http",
  seed = 1,
  pinned = null,
  firstByteMs = null,
  trials = 1,
  sequential,
  isSettled,
  onTrial = () => {},
}: SeededCell): Promise<Verdict> {
  const scenario = scenarioNamed(id);
  const { cases } = planRun({
    scenarios: [scenario],
    targets: [{ ...targetOf(model, api, provider), upstreamPin: pinned }],
    trials,
  });
  const profile = asProfile({
    name: "seeded",
    title: "One fault",
    models: [{ models: ["*"], family: "moonshot", ...behaviour }],
  });
  const simulator = createSimulator({ profiles: [profile], scenarios, seed, now: () => day });
  const transcripts = await runLive(cases, {
    exchange: withDeadlines(simulator.exchange, { ...deadlines, firstByteMs }),
    client,
    makeTransport: (inner) => transportOf(inner),
    credentialsFor: () => Promise.resolve({ kind: "bearer", token: "simulated" }),
    baseUrlFor: ({ baseUrl }) => simulatorUrl("http://127.0.0.1", baseUrl),
    source: "simulated",
    budget: new Budget({ maxCalls: null, maxCostUsd: null }),
    retry: noRetries,
    concurrency: 1,
    seed,
    now: () => day,
    signal: AbortSignal.timeout(testLimitMs),
    onTrial,
    ...(isSettled === undefined ? {} : { isSettled }),
  });
  const [verdict] = judgeAll(transcripts, { targets: cases.map(({ target }) => target), scenarios, sequential });
  if (verdict === undefined) throw new Error(`${id} on ${api} was not judged`);
  return verdict;
}

/** The wire APIs, by the short names of the catalogue. */
export const apiNames = {
  chat: "chat-completions",
  "chat-stream": "chat-completions-stream",
  converse: "converse",
  "converse-stream": "converse-stream",
  invoke: "invoke-model",
  "invoke-stream": "invoke-model-stream",
  responses: "responses",
  "responses-stream": "responses-stream",
  messages: "messages",
  "messages-stream": "messages-stream",
} as const satisfies { readonly [name: string]: Api };

/**
 * A short idle deadline, so that a stall fails soon. It cannot fail anything else: in this process, all bytes of a body arrive in the
 * same turn of the event loop, before any timer.
 */
const deadlines = { firstByteMs: null, idleMs: 80, totalMs: null };

const day = new Date("2026-02-10T00:00:00.000Z");

/** A target of the catalog or, for an API that it has no offer of, one that is typed for the same model of the provider. */
function targetOf(model: string, api: Api, named?: string): Target {
  const provider = named ?? wireApiOf(api)?.onlyAt ?? "openrouter";
  const found = catalog.targets.find((one) => one.id === `${model}/${provider}/${api}`);
  if (found !== undefined) return found;
  const offered = catalog.targets.find((one) => one.model === model && one.provider === provider);
  const elsewhere = catalog.targets.find((one) => one.model === model && one.provider === "bedrock");
  const id = (offered ?? elsewhere)?.providerModelId;
  if (id === undefined) throw new Error(`no target of ${model} for ${api}`);
  const typed = parseTypedTarget(`${provider}/${api}:${id}`, { baseUrl: null, catalog });
  return { ...typed, model, capabilities: offered?.capabilities ?? typed.capabilities };
}

function scenarioNamed(id: string): Scenario {
  const found = scenarios.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no scenario ${id}`);
  return found;
}
