import { expect, test } from "vitest";
import { plainFailure } from "../../../test/support/scripted-router.js";
import type { ChatEvent } from "../../chat/event.js";
import { asChatEvents } from "../../chat/events.js";
import { plainRequest } from "../../chat/request.js";
import { Stop } from "../../chat/stop-signal.js";
import type { GuardMode } from "./guard-mode.js";
import { type RelayAttempt, type RelayOptions, type RelayStep, relaySteps } from "./relay.js";

const thinking: readonly ChatEvent[] = [
  { kind: "reply-start", status: 200, requestId: null },
  { kind: "reasoning-start", part: 0, field: null },
  { kind: "reasoning-delta", part: 0, text: "Hm." },
  { kind: "reasoning-signature", part: 0, signature: "sig" },
  { kind: "part-end", part: 0 },
];
const answer: readonly ChatEvent[] = [
  { kind: "text-start", part: 1 },
  { kind: "text-delta", part: 1, text: "42" },
  { kind: "reply-end" },
];
const cut: ChatEvent = { kind: "reply-failed", failure: plainFailure("truncated", { phase: "body" }) };

/** Steps of models whose events come one by one, each model's replies in turn. */
function stepsOf(replies: { readonly [model: string]: readonly (readonly ChatEvent[])[] }, guard: GuardMode = "early") {
  const attempts: RelayAttempt[] = [];
  const left = new Map(Object.entries(replies).map(([model, list]) => [model, [...list]]));
  let returned = 0;
  const options: RelayOptions = {
    order: Object.keys(replies),
    request: plainRequest("", []),
    guardOf: () => guard,
    send: (model) => {
      const events = (left.get(model)?.shift() ?? [])[Symbol.iterator]();
      return asChatEvents({
        [Symbol.asyncIterator]: () => ({
          next: async () => events.next(),
          return: async () => {
            returned += 1;
            return { done: true as const, value: undefined };
          },
        }),
      });
    },
    whole: false,
    reliability: {
      ...{ retries: 1, backoffMs: 1, maxBackoffMs: 1, cooldownFailures: 1, cooldownMs: 1 },
      deadlines: { firstByteMs: 1, idleMs: 1, totalMs: 1 },
    },
    onAttempt: (attempt) => attempts.push(attempt),
    sleep: async () => undefined,
    random: () => 0,
  };
  return { steps: relaySteps(options, new Stop()), attempts, returned: () => returned };
}

async function all(steps: AsyncIterable<RelayStep>): Promise<readonly RelayStep[]> {
  const found: RelayStep[] = [];
  for await (const step of steps) found.push(step);
  return found;
}

test("reasoning goes out before the answer, and its signature with the answer", async () => {
  const { steps } = stepsOf({ a: [[...thinking, ...answer]] });
  expect(await all(steps)).toMatchObject([
    { kind: "early", model: "a", events: thinking.slice(0, 3), attempts: [] },
    { kind: "begun", model: "a", before: [...thinking.slice(3), ...answer.slice(0, 2)] },
  ]);
});

test("an abandoned reply leaves nothing but what was sent", async () => {
  const { steps, attempts } = stepsOf({ a: [[...thinking, cut], thinking], b: [answer] });
  expect(await all(steps)).toMatchObject([
    { kind: "early", model: "a" },
    { kind: "changed", next: "a", attempts: [{ failure: "truncated" }] },
    { kind: "early", model: "a" },
    { kind: "changed", next: "b", attempts: [{ failure: "truncated" }, { outcome: "empty" }] },
    { kind: "begun", model: "b", before: answer.slice(0, 2) },
  ]);
  // How the answer that has begun ends is not known yet.
  expect(attempts.map(({ model, outcome }) => `${model}=${outcome}`)).toEqual(["a=failed", "a=empty"]);
});

test.each([
  ["hold", ["begun"]],
  ["early", ["early", "begun"]],
  ["off", ["begun"]],
] as const)("with %s, the steps of a reply that thinks and answers are %j", async (guard, kinds) => {
  const { steps } = stepsOf({ a: [[...thinking, ...answer]] }, guard);
  expect((await all(steps)).map(({ kind }) => kind)).toEqual(kinds);
});

test("with the guard off, the reply begins with its first reasoning, and its blank end is its own", async () => {
  const [begun] = await all(stepsOf({ a: [thinking], b: [answer] }, "off").steps);
  expect(begun).toMatchObject({ kind: "begun", model: "a", before: thinking.slice(0, 3) });
});

test("a reader that leaves ends the reply that is under way, which counts as aborted", async () => {
  const { steps, attempts, returned } = stepsOf({ a: [[...thinking, ...answer]], b: [answer] });
  expect((await steps.next()).value).toMatchObject({ kind: "early" });
  await steps.return();
  expect(returned()).toBe(1);
  expect(attempts).toEqual([{ model: "a", outcome: "failed", failure: "aborted" }]);
});

test("a reader that leaves while a reply is awaited ends it once it comes, and no other model is asked", async () => {
  const { steps, attempts, returned } = stepsOf({ a: [[...thinking, ...answer]], b: [answer] });
  const [first, left] = await Promise.all([steps.first(), steps.return()]);
  expect([first.kind, left.done, returned()]).toEqual(["early", true, 1]);
  expect(attempts).toEqual([{ model: "a", outcome: "failed", failure: "aborted" }]);
  expect(await steps.next()).toEqual({ done: true, value: undefined });
  const failing = stepsOf({ a: [[cut], [cut]], b: [answer] });
  const [changed] = await Promise.all([failing.steps.first(), failing.steps.return()]);
  expect([changed.kind, failing.attempts.length]).toEqual(["changed", 1]);
});
