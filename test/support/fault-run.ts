import type { Credentials } from "../../src/adapters/adapter.js";
import type { Client } from "../../src/chat/api.js";
import type { Target } from "../../src/chat/target.js";
import { Budget } from "../../src/runner/live/budget.js";
import { runLive } from "../../src/runner/live/run-live.js";
import { type PlannedCase, planRun } from "../../src/runner/plan.js";
import { noRetries } from "../../src/runner/trial/retry-policy.js";
import type { Transcript } from "../../src/transcript/transcript.js";
import type { Verdict } from "../../src/verdict/verdict.js";
import type { Exchange, RecordedExchange } from "../../src/wire/exchange.js";
import { transportOf } from "../../src/wire/transport/faces.js";
import { verdictsOf } from "./replay.js";
import { catalog, scenarios } from "./repository.js";
import { servedAt, simulatedExchange } from "./simulated-run.js";

/** One target of each of the six wire APIs: a unary and a streaming one of each adapter. */
export const sixTargets: readonly Target[] = [
  "kimi-k2.5/openrouter/chat-completions",
  "kimi-k2.5/openrouter/chat-completions-stream",
  "kimi-k2.5/bedrock/converse",
  "kimi-k2.5/bedrock/converse-stream",
  "kimi-k2.5/bedrock/invoke-model",
  "kimi-k2.5/bedrock/invoke-model-stream",
].flatMap((id) => catalog.targets.filter((target) => target.id === id));

export type Asked = {
  readonly transcript: Transcript;
  readonly verdict: Verdict | null;
  readonly taken: readonly RecordedExchange[];
};

/** Runs basic-chat once on a target, as a live run does, and judges it. `url`: where to send requests; null: the target's own address. */
export async function askOnce(
  target: Target,
  {
    exchange,
    client,
    url,
    credentials = { kind: "bearer", token: "simulated" },
  }: {
    readonly exchange: Exchange;
    readonly client: Client;
    readonly url: string | null;
    readonly credentials?: Credentials;
  },
): Promise<Asked> {
  const cases = basicChat(target);
  const taken: RecordedExchange[] = [];
  const transcripts = await runLive(cases, {
    exchange,
    client,
    makeTransport: (inner) => transportOf(inner),
    credentialsFor: () => Promise.resolve(credentials),
    baseUrlFor: () => (url === null ? null : servedAt(url, target)),
    source: "simulated",
    budget: new Budget({ maxCalls: null, maxCostUsd: null }),
    retry: noRetries,
    concurrency: 1,
    seed: 1,
    now: () => new Date("2026-02-10T00:00:00.000Z"),
    signal: new AbortController().signal,
    onTrial: (_planned, trial) => void taken.push(...trial.taken.map((one) => one.exchange)),
  });
  const [transcript] = transcripts;
  if (transcript === undefined) throw new Error("no trial was made");
  return { transcript, verdict: verdictsOf(cases, { transcripts })[0] ?? null, taken };
}

/** The content type and the whole body of a well-behaved service's answer, from the simulator. */
export async function wholeReply(target: Target): Promise<{ readonly contentType: string; readonly body: Buffer }> {
  const { taken } = await askOnce(target, {
    exchange: simulatedExchange("default"),
    client: "http",
    url: "http://127.0.0.1",
  });
  const [recorded] = taken;
  const contentType = recorded?.response?.headers.find(([name]) => name === "content-type")?.[1];
  if (recorded === undefined || contentType === undefined) throw new Error(`${target.id} was not answered`);
  return { contentType, body: Buffer.concat(recorded.chunks.map(([, bytes]) => bytes)) };
}

function basicChat(target: Target): readonly PlannedCase[] {
  return planRun({ scenarios: scenarios.filter(({ id }) => id === "basic-chat"), targets: [target], trials: 1 }).cases;
}
