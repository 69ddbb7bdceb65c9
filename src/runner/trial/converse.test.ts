import { expect, test } from "vitest";
import { catalog, scenarios } from "../../../test/support/repository.js";
import { simulatedExchange } from "../../../test/support/simulated-run.js";
import type { Target } from "../../chat/target.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { Exchange, WireResponse } from "../../wire/exchange.js";
import { transportOf } from "../../wire/transport/faces.js";
import { Budget } from "../live/budget.js";
import type { LiveOptions, LiveTrial } from "../live/live-options.js";
import { runLive } from "../live/run-live.js";
import { planRun } from "../plan.js";
import { noRetries } from "./retry-policy.js";

const targets = catalog.targets.filter(({ id }) => id === "kimi-k2.5/bedrock/converse-stream");
const multiStep = scenarios.filter(({ id }) => id === "multi-step");

const options: Omit<LiveOptions, "exchange"> = {
  client: "http",
  makeTransport: (exchange) => transportOf(exchange),
  credentialsFor: () => Promise.resolve({ kind: "bearer", token: "simulated" }),
  baseUrlFor: () => null,
  source: "simulated",
  budget: new Budget({ maxCalls: null, maxCostUsd: null }),
  retry: noRetries,
  concurrency: 1,
  seed: 1,
  now: () => new Date("2026-02-10T00:00:00.000Z"),
  signal: new AbortController().signal,
  onTrial: () => undefined,
};

/** Kimi on ConverseStream, as captured: empty text blocks around its calls. */
async function ask(
  asked: readonly Scenario[],
  outage?: "unavailable-503",
  of: readonly Target[] = targets,
): Promise<Transcript | undefined> {
  const [transcript] = await runLive(planRun({ scenarios: asked, targets: of, trials: 1 }).cases, {
    ...options,
    exchange: outage === undefined ? simulatedExchange("kimi") : () => Promise.resolve(unavailable()),
  });
  return transcript;
}

/** The answer of a service that is down. */
function unavailable(): WireResponse {
  const chunks = (async function* () {
    yield new TextEncoder().encode('{"message":"Bedrock is unable to process your request."}');
  })();
  return { status: 503, headers: [["content-type", "application/json"]], chunks };
}

test("blank blocks of the model's own turn stay out of the history, and each turn says which", async () => {
  const transcript = await ask(multiStep);
  expect(transcript?.notReached).toEqual([]);
  const told = transcript?.turns.map(
    ({ leftOut }) => leftOut.filter(({ message }) => message.startsWith("blank")).length,
  );
  expect(told?.[0]).toBe(0);
  expect(told?.[1]).toBeGreaterThan(0);
});

test("a scenario that keeps them has them refused, which is the service's answer and not ours", async () => {
  const kept = multiStep.map((one) => ({ ...one, replay: { ...one.replay, blankText: "keep" as const } }));
  const transcript = await ask(kept);
  expect(transcript?.turns.map(({ reply }) => reply.failure?.kind ?? null)).toEqual([null, "invalid-history"]);
  expect(transcript?.notReached).toEqual(["answer"]);
});

test("a fresh step asks from the beginning, with its own settings, and the step after it goes on from there", async () => {
  const say = "What is 15 + 27?";
  const [plain] = scenarios.filter(({ id }) => id === "basic-chat");
  const [first] = plain?.steps ?? [];
  if (plain === undefined || first === undefined) throw new Error("basic-chat has no step");
  const steps = [
    { ...first, id: "a", say },
    { ...first, id: "b", say: "And twice that?" },
    { ...first, id: "c", say, fresh: true },
    { ...first, id: "d", say, fresh: true, settings: { temperature: 0, stopSequences: ["END"] } },
    { ...first, id: "e", say: "And twice that?" },
  ];
  const transcript = await ask([{ ...plain, steps }]);
  const asked = transcript?.turns.map(({ request: { messages, temperature, stopSequences } }) => ({
    roles: messages.map(({ role }) => role.slice(0, 1)).join(""),
    temperature,
    stopSequences,
  }));
  const { temperature } = plain.settings;
  expect(asked).toEqual([
    { roles: "u", temperature, stopSequences: null },
    { roles: "uau", temperature, stopSequences: null },
    { roles: "u", temperature, stopSequences: null },
    { roles: "u", temperature: 0, stopSequences: ["END"] },
    { roles: "uau", temperature, stopSequences: null },
  ]);
  expect(transcript?.turns[2]?.request).toEqual(transcript?.turns[0]?.request);
  expect(transcript?.turns.map(({ reply }) => reply.failure)).toEqual([null, null, null, null, null]);
});

test("a probe that is refused is answered, and the next one is asked; each request says what it changed", async () => {
  const transcript = await ask(scenarios.filter(({ id }) => id === "probe-messages"));
  expect(transcript?.turns.map(({ step, reply }) => [step, reply.status, reply.failure?.phase])).toEqual([
    ["missing", 400, "refused"],
    ["empty", 400, "refused"],
    ["text", 400, "refused"],
    ["role", 400, "refused"],
  ]);
  expect(transcript?.turns.map(({ request }) => request.change?.operations)).toEqual([
    [{ op: "remove", path: "/messages" }],
    [{ op: "replace", path: "/messages", value: [] }],
    [{ op: "replace", path: "/messages", value: "Say hello." }],
    [{ op: "replace", path: "/messages/0/role", value: "robot" }],
  ]);
  expect(transcript?.notReached).toEqual([]);
});

test("a probe that met no answer ends its trial, as any request does", async () => {
  const probe = scenarios.filter(({ id }) => id === "probe-messages");
  const transcript = await ask(probe, "unavailable-503");
  expect(transcript?.turns.map(({ reply }) => reply.failure?.kind)).toEqual(["unavailable"]);
  expect(transcript?.notReached).toEqual(["empty", "text", "role"]);
});

test("a step for another upstream leaves out the one of the last reply, whatever the target pins", async () => {
  const moved = scenarios.filter(({ id }) => id === "reasoning-elsewhere");
  const gateways = catalog.targets.filter(
    ({ model, provider, api }) => model === "kimi-k2.5" && provider === "openrouter" && api === "chat-completions",
  );
  expect(gateways.map(({ upstreamPin }) => upstreamPin)).toEqual([null, "moonshotai"]);
  for (const target of gateways) {
    const transcript = await ask(moved, undefined, [target]);
    const [first, second] = transcript?.turns ?? [];
    expect(first?.request.extra).toEqual({});
    expect(second?.request.extra).toEqual({ provider: { ignore: [first?.reply.upstream] } });
    expect(second?.reply.upstream).not.toBe(first?.reply.upstream);
    expect(second?.reply.failure).toBeNull();
  }
  const elsewhere = await ask(moved);
  expect([elsewhere?.notRun?.kind, elsewhere?.notRun?.reason]).toEqual([
    "unsupported",
    "kimi-k2.5/bedrock/converse-stream: the step answer asks for another upstream, and a request to bedrock cannot say so",
  ]);
});

test("conversations in flight are all asked before one is answered, and each attempt names its own exchange", async () => {
  const inner = simulatedExchange("kimi");
  let waiting: (() => void)[] = [];
  // Nothing is answered until four requests wait.
  const together: Exchange = async (request, signal) => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (waiting.length < 4) return;
      for (const go of waiting) go();
      waiting = [];
    });
    return inner(request, signal);
  };
  const finished: LiveTrial[] = [];
  const [transcript] = await runLive(
    planRun({ scenarios: scenarios.filter(({ id }) => id === "users-at-once"), targets, trials: 1 }).cases,
    { ...options, exchange: together, onTrial: (_, trial) => void finished.push(trial) },
  );
  expect(transcript?.turns.map(({ step }) => step)).toEqual([
    ...["call-1", "answer-1", "call-2", "answer-2", "call-3", "answer-3", "call-4", "answer-4"],
  ]);
  expect(transcript?.notReached).toEqual([]);
  const taken = finished[0]?.taken ?? [];
  for (const [at, { step, attempts, request }] of (transcript?.turns ?? []).entries()) {
    expect(attempts.map(({ exchange }) => exchange)).toEqual([at]);
    expect(taken[at]?.step).toBe(step);
    const body = new TextDecoder().decode(taken[at]?.exchange.request.body ?? new Uint8Array());
    const [marker = "none"] = /[a-z]+[0-9]{4}/.exec(JSON.stringify(request.messages)) ?? [];
    expect(body).toContain(marker);
  }
});
