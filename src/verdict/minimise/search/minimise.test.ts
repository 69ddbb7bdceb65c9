import { expect, test } from "vitest";
import type { Message } from "../../../chat/message.js";
import { type ChatRequest, plainRequest } from "../../../chat/request.js";
import type { MinimiseCall } from "./call.js";
import { nextProbe, openMinimiser } from "./minimise.js";
import type { MinimiseOptions } from "./options.js";
import type { MinimiseResult } from "./result.js";

const user = (text: string): Message => ({ role: "user", parts: [{ kind: "text", text }], name: null });
const answer = (text: string): Message => ({ role: "assistant", parts: [{ kind: "text", text }], name: null });

const request: ChatRequest = {
  ...plainRequest("m", [user("a"), answer("b"), user("c"), answer("d"), user("e")]),
  temperature: 0.5,
  topP: 0.9,
  maxOutputTokens: 64,
};

type Shown = Pick<MinimiseCall, "outcome"> & Partial<MinimiseCall>;
type Answer = (request: ChatRequest, call: number) => Shown | MinimiseCall["outcome"];

/** Plays a search to its end; `answer` says what each body shows. */
function play(whole: ChatRequest, answer: Answer, options: Partial<MinimiseOptions> = {}) {
  const minimiser = openMinimiser(whole, { seed: 1, budget: 300, ...options });
  const calls: MinimiseCall[] = [];
  for (;;) {
    const step = minimiser.step();
    if (step.kind === "done") return { result: step.result, calls };
    const shown = answer(step.request, calls.length + 1);
    const { body, stage } = step;
    const plain = { call: calls.length + 1, body, stage, replyKey: null, upstream: null };
    calls.push({ ...plain, ...(typeof shown === "string" ? { outcome: shown } : shown) });
    minimiser.add(calls.at(-1) as MinimiseCall);
  }
}

const left = ({ stays }: MinimiseResult) => stays.map(({ unit, because }) => `${unit.id} ${because}`);
const badIf = (isBad: (request: ChatRequest) => boolean) => (one: ChatRequest) => (isBad(one) ? "bad" : "ok");

test("what the failure does not need is taken away, and what it needs is proven by itself", () => {
  const { result, calls } = play(
    request,
    badIf(({ maxOutputTokens }) => maxOutputTokens === 64),
  );
  expect(result.ending).toBe("fixed-point");
  expect(result.request).toEqual({ ...plainRequest("m", [user("e")]), maxOutputTokens: 64 });
  expect(left(result)).toEqual(["/maxOutputTokens cures"]);
  expect(result.removed.map(({ id }) => id)).toEqual(["/messages/0-1", "/messages/2-3", "/temperature", "/topP"]);
  expect(result.rate).toEqual({ bad: 4, eligible: 4 });
  expect(result.own.bad).toBe(result.own.eligible);
  expect(result.calls).toBe(calls.length);
  expect(calls.at(-1)?.stage).toBe("result");
});

test("a failure that needs nothing is left with the last question", () => {
  const { result } = play(request, () => "bad");
  expect(result.ending).toBe("fixed-point");
  expect(result.request).toEqual(plainRequest("m", [user("e")]));
  expect(result.stays).toEqual([]);
});

test("a failure that needs everything keeps everything", () => {
  const whole = JSON.stringify(request);
  const { result } = play(
    request,
    badIf((one) => JSON.stringify(one) === whole),
  );
  expect(result.request).toBe(request);
  expect(result.removed).toEqual([]);
  expect(left(result)).toContain("/messages/0-1 cures");
});

test("two that are needed together are both found", () => {
  const hasAnswer = ({ messages }: ChatRequest) => JSON.stringify(messages).includes('"d"');
  const { result } = play(
    request,
    badIf((one) => one.topP !== null && hasAnswer(one)),
  );
  expect(left(result)).toEqual(["/messages/2-3 cures", "/messages/3 invalid", "/topP cures"]);
});

test("it goes on at any call as if it had not been interrupted", () => {
  const options = { seed: 3, budget: 300 };
  const shows: Answer = (one, call) => (one.topP === null ? "ok" : call % 3 === 0 ? "ok" : "bad");
  const { result, calls } = play(request, shows, options);
  for (const [index, call] of calls.entries()) {
    const step = nextProbe(request, calls.slice(0, index), options);
    expect(step).toMatchObject({ kind: "ask", body: call.body, stage: call.stage });
  }
  expect(nextProbe(request, calls, options)).toEqual({ kind: "done", result });
});

test("a call that was not asked for is refused", () => {
  const minimiser = openMinimiser(request, { seed: 1, budget: 300 });
  const call: MinimiseCall = { call: 1, body: 7, stage: "rate", outcome: "bad", replyKey: null, upstream: null };
  expect(() => minimiser.add(call)).toThrow(RangeError);
});

test("a removal that is refused is no removal, and costs one call", () => {
  const { result, calls } = play(request, (one) => {
    if (one.temperature === null) return "refused";
    return one.maxOutputTokens === 64 ? "bad" : "ok";
  });
  expect(left(result)).toEqual(["/maxOutputTokens cures", "/temperature refused"]);
  expect(result.request.temperature).toBe(0.5);
  const refused = calls.filter(({ outcome }) => outcome === "refused");
  expect(new Set(refused.map(({ body }) => body)).size).toBe(refused.length);
  expect(result.refusals).toBe(refused.length);
});

test("a request that is refused as it is has nothing to minimise", () => {
  expect(play(request, () => "refused").result).toMatchObject({ ending: "refused", calls: 1, request });
});

test("a refusal of a body that was answered before is no more than a void call", () => {
  const { result } = play(request, (one, call) => (call % 4 === 0 ? "refused" : one.topP === null ? "ok" : "bad"));
  expect(result.ending).toBe("fixed-point");
  expect(result.voids).toBeGreaterThan(0);
  expect(result.request.topP).toBe(0.9);
});

test("void calls cost, and count for nothing", () => {
  const { result } = play(request, (one, call) => (call % 2 === 0 ? "void" : one.topP === null ? "ok" : "bad"));
  expect(left(result)).toEqual(["/topP cures"]);
  expect(result.voids).toBe(Math.floor(result.calls / 2));
});

test("calls of another upstream than the one that fails do not count", () => {
  const { result } = play(request, (one, call) => {
    const upstream = call % 3 === 0 ? "fine" : "broken";
    return { upstream, outcome: upstream === "broken" && one.topP !== null ? "bad" : "ok" };
  });
  expect(left(result)).toEqual(["/topP cures"]);
  expect(result.rate).toEqual({ bad: 4, eligible: 4 });
  expect(result.elsewhere).toBe(Math.floor(result.calls / 3));
});

test("equal bodies are one body, and a removal that changes nothing costs no call", () => {
  const bodyOf = ({ topP }: ChatRequest) => `topP ${topP}`;
  const { result, calls } = play(
    request,
    badIf(({ topP }) => topP !== null),
    { bodyOf },
  );
  expect(left(result)).toEqual(["/topP cures"]);
  expect(new Set(calls.map(({ body }) => body))).toEqual(new Set([0, 1]));
});

test("what cannot be sent is not asked", () => {
  const bodyOf = (one: ChatRequest) => (one.maxOutputTokens === null ? null : JSON.stringify(one));
  const { result } = play(request, () => "bad", { bodyOf });
  expect(left(result)).toEqual(["/maxOutputTokens invalid"]);
});

test("a request that does not fail, or too seldom, is not minimised", () => {
  expect(play(request, () => "ok").result).toMatchObject({ ending: "too-rare", rate: { bad: 0, eligible: 80 } });
  const seldom = play(request, (_, call) => (call === 40 ? "bad" : "ok")).result;
  expect(seldom).toMatchObject({ ending: "too-rare", rate: { bad: 1, eligible: 80 }, request });
});

test("a budget that ends early gives the smallest request that was proven to fail, and what is still needed", () => {
  const shows = badIf(({ topP }) => topP !== null);
  const whole = play(request, shows, { seed: 1 }).calls.length;
  for (let budget = 0; budget < whole; budget += 1) {
    const { result, calls } = play(request, shows, { budget });
    expect(result.ending).toBe("spent");
    expect(calls).toHaveLength(budget);
    expect(result.request.topP).toBe(0.9);
    expect(result.callsNeeded).toBeGreaterThan(0);
    if (result.removed.length > 0) expect(result.own.bad).toBeGreaterThan(1);
  }
});

test("a failure that ends while it is minimised is not called minimal", () => {
  for (let end = 5; end < 25; end += 1) {
    const { result, calls } = play(request, (one, call) => (call < end && one.topP !== null ? "bad" : "ok"));
    if (result.ending === "fixed-point") {
      // It ended after the last call that was asked.
      expect(calls.length).toBeLessThan(end);
      continue;
    }
    expect(result.ending).toBe("rate-changed");
    expect(result.own.bad).toBeLessThan(result.own.eligible);
    expect(result.request.topP).toBe(0.9);
  }
});

test("a removal that seemed to keep the failure is taken back", () => {
  // The first two calls without the temperature fail by chance.
  let chances = 2;
  const { result } = play(request, (one) => {
    if (one.temperature !== null) return "bad";
    chances -= 1;
    return chances >= 0 ? "bad" : "ok";
  });
  expect(result.ending).toBe("fixed-point");
  expect(result.request.temperature).toBe(0.5);
  expect(left(result)).toEqual(["/temperature cures"]);
});

test("a failure that comes back when more is taken away ends at a request no part of which can go", () => {
  const shows = ({ temperature, topP, maxOutputTokens }: ChatRequest) => {
    const sent = [temperature, topP, maxOutputTokens].filter((one) => one !== null).length;
    return sent === 3 || sent === 0 ? "bad" : "ok";
  };
  const { result } = play(request, shows);
  expect(result.ending).toBe("fixed-point");
  expect([0, 3]).toContain(result.stays.length);
});

test("what is believed to be needed is tried last", () => {
  const shows = badIf(({ topP }) => topP !== null);
  const { result, calls } = play(request, shows, { suspects: ["/topP"] });
  expect(left(result)).toEqual(["/topP cures"]);
  expect(calls.filter(({ stage, outcome }) => stage === "search" && outcome === "ok")).toEqual([]);
});

test("first replies that say the same word for word are noted", () => {
  const same = play(request, () => ({ outcome: "bad", replyKey: "a" })).result;
  const blank = play(request, () => ({ outcome: "bad", replyKey: null })).result;
  expect([same.isSteady, blank.isSteady]).toEqual([true, false]);
});
