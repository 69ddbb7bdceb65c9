import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../chat/event.js";
import { asChatEvents, burst } from "../../chat/events.js";
import type { ChatFailure } from "../../chat/failure.js";
import type { FinishKind } from "../../chat/reply.js";
import { plainRequest } from "../../chat/request.js";
import { type Relayed, type RelayOptions, relay } from "./relay.js";

const end: ChatEvent = { kind: "reply-end" };
const said: ChatEvent = { kind: "text-delta", part: 0, text: "42" };
const warning = { id: "w", field: "seed", message: "left out" };

const finish = (kind: FinishKind, raw: string | null = null): ChatEvent => ({
  kind: "finish",
  finish: { kind, raw, nativeRaw: null, stopSequence: null },
});

const unavailable: ChatFailure = {
  ...{ kind: "unavailable", phase: "refused", message: "down", hint: "", code: null, status: 503, requestId: null },
  ...{ retryAfterMs: null, raw: null, afterFinish: false },
};

const reliability = {
  ...{ retries: 0, backoffMs: 1, maxBackoffMs: 1, cooldownFailures: 1, cooldownMs: 1 },
  deadlines: { firstByteMs: 1, idleMs: 1, totalMs: 1 },
};

const options = (change: Partial<RelayOptions>): RelayOptions => ({
  order: ["a"],
  request: plainRequest("", []),
  guardOf: () => "hold",
  send: () => burst([end]),
  whole: false,
  reliability,
  onAttempt: () => undefined,
  sleep: async () => undefined,
  random: () => 0,
  ...change,
});

const never = new AbortController().signal;

const ask = (events: readonly ChatEvent[], change: Partial<RelayOptions> = {}): Promise<Relayed> =>
  relay(options({ send: () => burst(events), ...change }), never);

test("without anyone to ask it throws", async () => {
  await expect(relay(options({ order: [] }), never)).rejects.toThrow(new RangeError("there is no model to ask"));
});

test("what came until there was something to show is handed on with its warnings, and the rest comes after", async () => {
  const before: readonly ChatEvent[] = [
    { kind: "warning", warning },
    { kind: "reply-start", status: 200, requestId: "r" },
    { kind: "text-start", part: 0 },
    said,
  ];
  const relayed = await ask([...before, end]);
  expect(relayed).toMatchObject({ kind: "begun", model: "a", reply: null, before, warnings: [warning] });
  expect(relayed.attempts).toEqual([{ model: "a", outcome: "answered", failure: null }]);
  if (relayed.kind !== "begun") throw new Error(relayed.kind);
  expect([relayed.rest.ready(), relayed.rest.ready()]).toEqual([end, null]);
});

test("where nothing was to be told, there is no warning", async () => {
  const events: readonly ChatEvent[] = [{ kind: "text-start", part: 0 }, said, end];
  expect(await ask(events)).toMatchObject({ warnings: [] });
  expect(await ask(events, { whole: true })).toMatchObject({ warnings: [], reply: { completeness: "complete" } });
});

describe("is it something to show?", () => {
  test.each<readonly [string, ChatEvent, boolean]>([
    ["text", said, true],
    ["text with blanks around it", { kind: "text-delta", part: 0, text: " 4 " }, true],
    ["blank text", { kind: "text-delta", part: 0, text: " \n\t" }, false],
    ["a refusal", { kind: "refusal-delta", part: 0, text: "No." }, true],
    ["a blank refusal", { kind: "refusal-delta", part: 0, text: " " }, false],
    ["a call", { kind: "tool-call-start", part: 0, id: null, name: null, argumentsText: null }, true],
    ["audio", { kind: "other-part", part: 0, raw: { audio: { id: "a" } } }, true],
    ["content of an unknown kind", { kind: "other-part", part: 0, raw: { type: "canvas", canvas: "x" } }, false],
    ["a thought", { kind: "reasoning-delta", part: 0, text: "Hm." }, false],
    ["a note", { kind: "note", note: { id: "n", message: "" } }, false],
  ])("%s", async (_title, event, shows) => {
    const relayed = await ask([...startOf(event), event, end]);
    expect(relayed.kind).toBe(shows ? "begun" : "empty");
    if (relayed.kind === "begun") expect(relayed.before.at(-1)).toEqual(event);
  });
});

/** The start that a delta must have before it. */
function startOf(event: ChatEvent): readonly ChatEvent[] {
  if (event.kind === "text-delta") return [{ kind: "text-start", part: 0 }];
  if (event.kind === "refusal-delta") return [{ kind: "refusal-start", part: 0 }];
  return event.kind === "reasoning-delta" ? [{ kind: "reasoning-start", part: 0, field: null }] : [];
}

test.each<readonly [FinishKind, Relayed["kind"]]>([
  ["stop", "empty"],
  ["tool-calls", "empty"],
  ["other", "empty"],
  ["length", "begun"],
  ["content-filter", "begun"],
  ["error", "failed"],
])("a reply without a word that ends with %s is %s", async (kind, becomes) => {
  expect((await ask([finish(kind, "their word"), end])).kind).toBe(becomes);
});

test("without the guard only a failed generation is no answer", async () => {
  const off = { guardOf: () => "off" as const };
  expect((await ask([finish("stop"), end], off)).kind).toBe("begun");
  expect((await ask([finish("error", "malformed_tool_use"), end], off)).kind).toBe("failed");
});

test("a generation that the provider calls failed keeps its word, status and request id", async () => {
  const start: ChatEvent = { kind: "reply-start", status: 200, requestId: "req-1" };
  const relayed = await ask([start, finish("error", "malformed_tool_use"), end]);
  expect(relayed).toMatchObject({
    kind: "failed",
    failure: { kind: "model-error", code: "malformed_tool_use", status: 200, requestId: "req-1" },
    attempts: [{ model: "a", outcome: "failed", failure: "model-error" }],
  });
});

test("a generation that the upstream broke off is asked again, then of the next model, with the guard off too", async () => {
  const broken: ChatEvent = {
    kind: "finish",
    finish: { kind: "error", raw: "stop", nativeRaw: "network_error", stopSequence: null },
  };
  const send = (model: string) => burst(model === "a" ? [broken, end] : [...startOf(said), said, finish("stop"), end]);
  for (const whole of [true, false]) {
    const limits = { ...reliability, retries: 1 };
    const relayed = await relay(
      options({ order: ["a", "b"], send, whole, reliability: limits, guardOf: () => "off" }),
      never,
    );
    expect(relayed).toMatchObject({ kind: "begun", model: "b" });
    expect(relayed.attempts).toEqual([
      { model: "a", outcome: "failed", failure: "unavailable" },
      { model: "a", outcome: "failed", failure: "unavailable" },
      { model: "b", outcome: "answered", failure: null },
    ]);
  }
});

test("it is asked again as often as the retries say, and not once more", async () => {
  for (const retries of [0, 1, 3]) {
    let asked = 0;
    const send = () => {
      asked += 1;
      return burst([{ kind: "reply-failed", failure: unavailable }]);
    };
    const relayed = await relay(options({ send, reliability: { ...reliability, retries } }), never);
    expect([asked, relayed.attempts.length, relayed.kind]).toEqual([retries + 1, retries + 1, "failed"]);
  }
});

test("after a client that left nobody is asked again, nor anybody else, whatever came", async () => {
  for (const events of [[{ kind: "reply-failed", failure: unavailable }], [end]] satisfies ChatEvent[][]) {
    const leaving = new AbortController();
    const asked: string[] = [];
    const send = (model: string) => {
      asked.push(model);
      leaving.abort();
      return burst(events);
    };
    const change = { order: ["a", "b"], send, reliability: { ...reliability, retries: 2 } };
    await relay(options(change), leaving.signal);
    expect(asked).toEqual(["a"]);
  }
});

test("events that come one by one are waited for", async () => {
  async function* oneByOne(): AsyncGenerator<ChatEvent> {
    yield { kind: "text-start", part: 0 };
    yield said;
    yield end;
  }
  const relayed = await relay(options({ send: () => asChatEvents(oneByOne()) }), never);
  expect(relayed).toMatchObject({ kind: "begun", before: [{ kind: "text-start" }, said] });
});
