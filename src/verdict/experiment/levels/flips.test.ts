import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askedRequests, sentinels } from "../../../../test/samples/asked-requests.js";
import { targetNamed } from "../../../../test/samples/catalog-targets.js";
import { sentBody, writtenBody } from "../../../../test/support/written-body.js";
import { wholeOf } from "../../../chat/api.js";
import type { JsonObject } from "../../../chat/json.js";
import type { Message } from "../../../chat/message.js";
import { type ChatRequest, plainRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import { factors } from "../../attribution/factors/registry.js";
import { hasReference } from "../../attribution/question.js";
import { normaliseText } from "../../compare-text.js";
import { carried } from "../places/carried.js";
import { changeRequest } from "./change-request.js";
import { factorChoices } from "./factor-choices.js";
import type { FailingCall } from "./flip.js";
import { flips } from "./flips/registry.js";
import { historyProblem } from "./history-problem.js";
import { twoRequestProof } from "./two-request-proof.js";

/** One target of each API and body shape, and of each dialect of reasoning that the catalog has. */
const targets = [
  "kimi-k2.5/bedrock/converse-stream",
  "kimi-k2.5/bedrock/invoke-model",
  "kimi-k2.5/bedrock-mantle/chat-completions",
  "kimi-k2.5/openrouter/chat-completions-stream@moonshotai",
  "kimi-k2.5/openrouter/chat-completions",
  "kimi-k2.5/moonshot/chat-completions",
  "claude-haiku-4.5/bedrock/converse",
  "claude-haiku-4.5/bedrock/invoke-model-stream",
  "mistral-large-3/bedrock/converse",
].map(targetNamed);

const callOf = (request: ChatRequest, target: Target): FailingCall =>
  carried({
    request,
    target,
    client: "http",
    sentinels: request.messages.some(({ role }) => role === "tool") ? sentinels : [],
    findings: [],
  });

/** The members of a provider's own that a request to a target can have. */
const membersOf = (target: Target): fc.Arbitrary<JsonObject> =>
  wholeOf(target.api) === "converse"
    ? fc.constantFrom<JsonObject>(
        {},
        {
          guardrailConfig: { guardrailIdentifier: "g", guardrailVersion: "1" },
          performanceConfig: { latency: "optimized" },
        },
        { serviceTier: { type: "flex" }, additionalModelRequestFields: { thinking: { type: "enabled" }, top_a: 1 } },
      )
    : fc.constantFrom<JsonObject>(
        {},
        { service_tier: "flex", chat_template_kwargs: { thinking: true }, metadata: { a: "b" } },
        target.provider === "openrouter"
          ? {
              transforms: ["middle-out"],
              plugins: [{ id: "web" }],
              models: ["x/y"],
              preset: "p",
              provider: { sort: "price" },
            }
          : {},
      );

/** Every level that is offered for a request, as `factor=level`. */
const levelsOf = (call: FailingCall) =>
  factorChoices(call, { mostTokens: null, write: writtenBody }).factors.flatMap(({ id, levels }) =>
    levels.map((one) => ({
      factor: id,
      level: one.id,
      changed: changeRequest(call.request, { [id]: one.id }, call.sentinels),
    })),
  );

const settings = { numRuns: 20 };

describe.each(targets.map((target) => ({ id: target.id, target })))(
  "each level that is offered at $id",
  ({ target }) => {
    const calls = fc
      .tuple(askedRequests, membersOf(target))
      .map(([request, extra]) => callOf({ ...request, extra }, target));

    test("changes the places of the body that its factor names, at least one and no other", () => {
      fc.assert(
        fc.property(calls, (call) => {
          const failing = sentBody(call.request, call.target);
          for (const { factor, level, changed } of levelsOf(call)) {
            const bodies = { failing, changed: sentBody(changed, call.target) };
            const proof = twoRequestProof(bodies, [factor], target);
            expect({ factor, level, stray: proof.stray }).toEqual({ factor, level, stray: [] });
            expect(`${factor}=${level} changes ${proof.pointers.length > 0}`).toBe(`${factor}=${level} changes true`);
          }
        }),
        settings,
      );
    });

    test("changes nothing when it is made again", () => {
      fc.assert(
        fc.property(calls, (call) => {
          for (const { factor, level, changed } of levelsOf(call)) {
            const again = changeRequest(changed, { [factor]: level }, call.sentinels);
            expect({ factor, level, again }).toEqual({ factor, level, again: changed });
          }
        }),
        settings,
      );
    });

    test("keeps the reference, the words that the answer must use, and a history in order", () => {
      fc.assert(
        fc.property(calls, (call) => {
          expect(historyProblem(call.request.messages)).toBeNull();
          for (const { factor, level, changed } of levelsOf(call)) {
            const results = normaliseText(JSON.stringify(changed.messages.filter(({ role }) => role === "tool")));
            expect({
              ...{ factor, level, reference: hasReference(changed), problem: historyProblem(changed.messages) },
              lost: call.sentinels.filter((word) => !results.includes(word)),
            }).toEqual({ factor, level, reference: true, problem: null, lost: [] });
          }
        }),
        settings,
      );
    });

    test("can be made before or after each other one, apart from the pairs that the registry names", () => {
      fc.assert(
        fc.property(calls, (call) => {
          const levels = levelsOf(call);
          const apply = (one: (typeof levels)[number], request: ChatRequest) =>
            changeRequest(request, { [one.factor]: one.level }, call.sentinels);
          for (const [at, a] of levels.entries()) {
            for (const b of levels.slice(at + 1)) {
              if (a.factor === b.factor || isOrdered(a.factor, b.factor)) continue;
              const pair = `${a.factor}=${a.level} and ${b.factor}=${b.level}`;
              expect({ pair, made: apply(b, a.changed) }).toEqual({ pair, made: apply(a, b.changed) });
            }
          }
        }),
        { numRuns: 8 },
      );
    });
  },
);

const isOrdered = (a: string, b: string) =>
  flips.some(
    ({ id, after = [] }) =>
      (id === a && after.some((one) => one === b)) || (id === b && after.some((one) => one === a)),
  );

/** Any message, in any order, with what services leave out. */
const anyMessages: fc.Arbitrary<readonly Message[]> = fc.array(
  fc.oneof(
    fc.constantFrom<Message>(
      { role: "system", parts: [], name: null },
      { role: "user", parts: [], name: null },
      { role: "user", parts: [{ kind: "text", text: "[ref 0a1b2c] Grüße" }], name: "Zoë" },
      {
        role: "user",
        parts: [{ kind: "document", source: { kind: "url", url: "s3://a/b.pdf" }, name: null }],
        name: null,
      },
      { role: "assistant", parts: [], name: null },
      {
        role: "assistant",
        parts: [
          { kind: "refusal", text: "No." },
          { kind: "other", raw: { a: 1 } },
        ],
        name: null,
      },
      {
        role: "assistant",
        parts: [
          { kind: "cache-point", ttl: "5m" },
          { kind: "text", text: "<think>a</think>" },
        ],
        name: null,
      },
      { ...{ role: "tool", toolCallId: "a", toolName: null, status: "error" }, parts: [] },
      { ...{ role: "tool", toolCallId: null, toolName: "x", status: null }, parts: [{ kind: "text", text: "{}" }] },
    ),
    fc
      .record({
        id: fc.constantFrom(null, "", "a", "b"),
        name: fc.constantFrom(null, "", "get_weather"),
        argumentsText: fc.constantFrom(null, "", "{", "null", '"x"', "{}"),
      })
      .map(
        (call): Message => ({
          ...{ role: "assistant", name: null },
          parts: [
            { ...{ kind: "reasoning", text: null, signature: "s", redacted: null, details: [] }, field: null },
            { kind: "tool-call", ...call },
          ],
        }),
      ),
  ),
  { maxLength: 8 },
);

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) for (const one of Object.values(Object.freeze(value))) frozen(one);
  return value;
}

test("a history that no service takes is changed too, without an error, and the request before stays as it was", () => {
  fc.assert(
    fc.property(anyMessages, fc.constantFrom(...targets), (messages, target) => {
      const whole = callOf(frozen({ ...plainRequest("m", messages), tools: [] }), target);
      const call = { ...whole, request: frozen(whole.request) };
      for (const { factor, level, changed } of levelsOf(call)) {
        const again = changeRequest(frozen(changed), { [factor]: level }, []);
        expect({ factor, level, again }).toEqual({ factor, level, again: changed });
        if (historyProblem(messages) === null) expect(historyProblem(changed.messages)).toBeNull();
      }
    }),
    { numRuns: 150 },
  );
});

describe("the registry", () => {
  test("has each factor once, after those that have to be changed before it", () => {
    const ids = flips.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const early = flips.flatMap(({ id, after = [] }) => after.filter((one) => ids.indexOf(one) > ids.indexOf(id)));
    expect(early).toEqual([]);
  });

  test("can change every factor that the attribution reads, under its id and name or as another factor", () => {
    const known = new Set(flips.flatMap(({ id, reads = [] }) => [id, ...reads]));
    expect(factors.map(({ id }) => id).filter((id) => !known.has(id))).toEqual([]);
    const names = new Map<string, string>(flips.map(({ id, name }) => [id, name]));
    expect(factors.filter(({ id, name }) => names.has(id) && names.get(id) !== name)).toEqual([]);
  });

  test("names a source with a date for every factor", () => {
    expect(flips.filter(({ source }) => source.source === "" || !/^20\d\d-\d\d-\d\d$/.test(source.date))).toEqual([]);
  });

  test("does not know a factor that is only read", () => {
    const [target] = targets;
    if (target === undefined) throw new Error("no target");
    const change = () => changeRequest({ ...callOf(sample, target).request }, { "call-count": "1" }, []);
    expect(change).toThrow("no factor call-count can be changed");
  });
});

const sample = fc.sample(askedRequests, { seed: 1, numRuns: 1 })[0] as ChatRequest;
