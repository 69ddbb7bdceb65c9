import { expect, test } from "vitest";
import { catalog, scenarios } from "../../../test/support/repository.js";
import type { ChatFailure } from "../../chat/failure.js";
import { fold } from "../../chat/fold.js";
import type { Target } from "../../chat/target.js";
import type { Transcript } from "../../transcript/transcript.js";
import { planRun } from "../plan.js";
import { converse } from "../trial/converse.js";
import { watchColumns } from "./stopped-columns.js";

const targets = catalog.targets.filter(({ model, provider }) => model === "kimi-k2.5" && provider === "bedrock");
const [one, other] = targets;
const never = new AbortController().signal;

const unavailable: ChatFailure = {
  ...{ kind: "unavailable", phase: "refused", message: "no capacity", hint: "", code: null, status: 503 },
  ...{ requestId: null, retryAfterMs: null, raw: "{}", afterFinish: false },
};
const answered = null;

/** A trial of one turn that failed so, or was answered. */
async function trial(target: Target | undefined, failure: ChatFailure | null, scenario = "basic-chat") {
  const [planned] = planRun({ scenarios: scenarios.filter(({ id }) => id === scenario), targets, trials: 1 }).cases;
  if (planned === undefined || target === undefined) throw new Error("no case");
  const about = {
    ...({ scenario: planned.scenario, target, client: "http", trial: 1 } as const),
    provenance: { source: "live", recordedAt: null, after: null, note: null, endpoint: null, region: null } as const,
  };
  const reply = fold(failure === null ? [] : [{ kind: "reply-failed", failure }]);
  const ask = () => Promise.resolve({ reply, attempts: [], otherReading: null });
  return { planned: { ...planned, target }, transcript: await converse(about, ask, never) };
}

/** Watches trials with these failures; returns the targets that are asked no more, and after how many trials. */
async function watch(seen: readonly (readonly [Target | undefined, ChatFailure | null, scenario?: string])[]) {
  const columns = watchColumns(targets);
  const stopped: string[] = [];
  for (const [at, [target, failure, scenario]] of seen.entries()) {
    const { planned, transcript } = await trial(target, failure, scenario);
    for (const column of columns.add(planned, transcript)) stopped.push(`${at + 1} ${column.target}`);
  }
  return { stopped, columns };
}

const times = <Value>(count: number, value: Value) => Array.from({ length: count }, () => value);

test("ten trials in a row without an answer stop their column alone, once", async () => {
  const { stopped, columns } = await watch([
    ...times(10, [one, unavailable] as const),
    [other, unavailable],
    [one, unavailable],
  ]);
  expect(stopped).toEqual([`10 ${one?.id}`]);
  expect(one === undefined ? null : columns.reasonOf(one)).toBe(
    "not measured after 10 trials: 10 in a row had no answer, the last: unavailable, HTTP 503 (no capacity)",
  );
  expect(other === undefined ? "" : columns.reasonOf(other)).toBeNull();
});

test("an answer begins the count anew, and so does a refusal of what was asked", async () => {
  const refused = { ...unavailable, kind: "invalid-request", status: 400 } as const;
  const { stopped } = await watch([
    ...times(9, [one, unavailable] as const),
    [one, answered],
    ...times(9, [one, unavailable] as const),
    [one, refused],
    ...times(9, [one, unavailable] as const),
  ]);
  expect(stopped).toEqual([]);
});

test.each<[string, Partial<ChatFailure>, boolean]>([
  ["a refused key", { kind: "credentials", status: 401 }, true],
  ["no access to the model", { kind: "model-access", status: 403 }, true],
  ["credits that are used up", { kind: "quota", status: 402 }, true],
  ["throttling", { kind: "throttled", status: 429 }, true],
  ["no connection", { kind: "network", phase: "connect", status: null }, true],
  ["our deadline before the headers", { kind: "timeout", phase: "connect", status: null, raw: null }, true],
  ["any other 5xx", { kind: "invalid-request", status: 500 }, true],
  ["a model that timed out", { kind: "timeout", status: 408 }, false],
  ["a cut reply", { kind: "truncated", phase: "body", status: 200 }, false],
  ["a model that broke", { kind: "model-error", status: 424 }, false],
  ["a filter", { kind: "content-filter", status: 400 }, false],
  ["nothing that was sent", { kind: "region", phase: "local", status: null }, false],
])("%s: stops a column, or not", async (_, change, stops) => {
  const { stopped } = await watch(times(12, [one, { ...unavailable, ...change }] as const));
  expect(stopped.some((text) => text.endsWith(` ${one?.id}`))).toBe(stops);
});

test("a refused key stops every column of its provider after ten trials of any of them", async () => {
  const refused = { ...unavailable, kind: "credentials", status: 403 } as const;
  const { stopped } = await watch(times(10, null).map((_, at) => [targets[at % targets.length], refused] as const));
  expect(stopped).toEqual(targets.map(({ id }) => `10 ${id}`));
});

test("a trial that was not asked counts for nothing", async () => {
  const columns = watchColumns(targets);
  const { planned, transcript } = await trial(one, unavailable);
  const unasked: Transcript = { ...transcript, turns: [], notRun: { kind: "budget", reason: "b" } };
  const seen = [...times(9, transcript), unasked, transcript];
  expect(seen.map((made) => columns.add(planned, made).length)).toEqual([...times(10, 0), 1]);
});

const refusedKey: ChatFailure = { ...unavailable, kind: "credentials", status: 401, message: "no such key" };
const unknownModel: ChatFailure = { ...unavailable, kind: "model-not-found", status: 404, message: "no such model" };

test("a wrong key that is refused, as it is to be, stops nothing and says nothing of the right one", async () => {
  const probes = times(12, [one, refusedKey, "probe-wrong-key"] as const);
  expect((await watch(probes)).stopped).toEqual([]);
  const { stopped } = await watch([...times(9, [one, unavailable] as const), ...probes, [one, unavailable]]);
  expect(stopped).toEqual([`22 ${one?.id}`]);
});

test("the refusal of an unknown model is an answer; an outage is none, whatever is asked", async () => {
  const { stopped } = await watch([
    ...times(9, [one, unavailable] as const),
    [one, unknownModel, "probe-unknown-model"],
    [one, unavailable],
  ]);
  expect(stopped).toEqual([]);
  expect((await watch(times(10, [one, unavailable, "probe-unknown-model"] as const))).stopped).toEqual([
    `10 ${one?.id}`,
  ]);
  expect((await watch(times(10, [one, unknownModel] as const))).stopped).toEqual([`10 ${one?.id}`]);
});
