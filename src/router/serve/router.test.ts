import { describe, expect, test } from "vitest";
import {
  chosen,
  failedReply,
  plainConfig,
  plainFailure,
  plainModel,
  scriptedRouter,
  textReply,
} from "../../../test/support/scripted-router.js";
import { Stop } from "../../chat/stop-signal.js";
import type { CellResult } from "../../verdict/matrix/results-schema.js";
import { decide } from "../choose/decide.js";
import type { RoutingRequest } from "../choose/decision.js";
import type { RouterConfig } from "../config/router-config.js";
import { createRouter, type Router } from "./router.js";

const models = [plainModel("a", { description: "talks" }), plainModel("b", { description: "counts" }), plainModel("c")];
const asked: RoutingRequest = { named: null, text: "hello there", streaming: false, exercises: ["chat"] };
const signal = new Stop();

const first = async ({ deciding }: Router, request = asked) => {
  const decided = await decide(request, deciding, signal);
  return "unknown" in decided ? null : decided.order[0];
};
const routerOf = (strategy: RouterConfig["strategy"], parts: Parameters<typeof scriptedRouter>[2] = {}) =>
  scriptedRouter(plainConfig(models, { strategy }), { b: [textReply("c")] }, parts).router;

describe("the strategy of the configuration chooses", () => {
  test("by chance, with its weights", async () => {
    expect(await first(routerOf(chosen("random"), { random: () => 0.5 }))).toBe("b");
    expect(await first(routerOf(chosen("random", { weights: { a: 5 } }), { random: () => 0.5 }))).toBe("a");
  });

  test("in turn", async () => {
    const router = routerOf(chosen("round_robin"));
    expect([await first(router), await first(router), await first(router)]).toEqual(["a", "b", "c"]);
  });

  test("by rules", async () => {
    const rules = [{ keywords: ["hello"], model: "c" }];
    const router = routerOf(chosen("rules", { rules: [...rules, { default: "b" }, { default: "a" }] }));
    expect([await first(router), await first(router, { ...asked, text: "bye" })]).toEqual(["c", "b"]);
  });

  const embedding = { kind: "hashing", dimensions: 8 } as const;
  test("by the ranking of the model file that it names", async () => {
    const opened: unknown[] = [];
    const openRanker = (trained: unknown) => {
      opened.push(trained);
      return async () => [{ model: "c", score: 1 }];
    };
    const strategy = chosen("llmrouter", { model_path: "m.json", embedding });
    expect(await first(routerOf(strategy, { openRanker }))).toBe("c");
    const nested = chosen("llmrouter", { llmrouter: { model_path: "n.json" }, model_path: "m.json", embedding });
    expect(await first(routerOf(nested, { openRanker }))).toBe("c");
    expect(opened).toMatchObject([
      { modelFile: "m.json", embedding },
      { modelFile: "n.json", embedding },
    ]);
    routerOf(chosen("llmrouter", { model_path: "m.json" }), { openRanker });
    const hashing = { kind: "hashing", dimensions: 512 };
    expect(opened.at(-1)).toEqual({ modelFile: "m.json", router: null, embedding: hashing });
    expect(() => routerOf(strategy)).toThrow("cannot open trained models");
  });

  test("by what was measured, at the router's own time", async () => {
    const cell = {
      ...{ target: "t", api: "chat-completions", exercises: ["chat"], claim: "fail", scenario: "s", findings: [] },
      ...{ trials: { ok: 0, eligible: 1 }, provenance: { source: "live", recordedAt: "2026-11-20T00:00:00Z" } },
    } as unknown as CellResult;
    const measuredModels = [plainModel("a", { measured: ["t"] }), plainModel("b")];
    const config = plainConfig(measuredModels, { strategy: chosen("compatibility") });
    const measured = { cells: [cell], maxAgeDays: 30 };
    expect(await first(scriptedRouter(config, {}, { measured }).router)).toBe("b");
    const later = () => new Date("2027-11-21T00:00:00Z");
    expect(await first(scriptedRouter(config, {}, { measured, now: later }).router)).toBe("a");
    expect(await first(scriptedRouter(config, {}).router)).toBe("a");
  });
});

describe("a model that judges", () => {
  const strategy = chosen("llm", { model: "b" });

  test("is asked in one short message for one whole reply", async () => {
    const script = scriptedRouter(plainConfig(models, { strategy }), { b: [textReply("c")] });
    expect(await first(script.router)).toBe("c");
    expect(script.asked).toHaveLength(1);
    expect(script.asked[0]).toMatchObject({
      ...{ model: "b", streaming: false },
      request: {
        ...{ maxOutputTokens: 1024, tools: null },
        messages: [{ role: "user", name: null, parts: [{ kind: "text" }] }],
      },
    });
    const prompt = JSON.stringify(script.asked[0]?.request.messages);
    expect(prompt).toContain("- a: talks\\n- b: counts\\n- c\\n");
    expect(prompt).toContain("hello there");
  });

  test("and fails gives the first model, with the kind of its failure", async () => {
    const config = plainConfig(models, { strategy });
    const { router } = scriptedRouter(config, { b: [failedReply(plainFailure("quota"))] });
    expect(await decide(asked, router.deciding, signal)).toMatchObject({
      order: ["a"],
      warnings: ["the judge failed: quota"],
    });
  });

  test("is given up with the caller, and after fifteen seconds", async () => {
    const { timeout } = AbortSignal;
    const limits: number[] = [];
    const late = new AbortController();
    AbortSignal.timeout = (ms) => {
      limits.push(ms);
      return late.signal;
    };
    try {
      const script = scriptedRouter(plainConfig(models, { strategy }), { b: [textReply("c")] });
      const gone = new Stop();
      await decide(asked, script.router.deciding, gone);
      await decide(asked, script.router.deciding, signal);
      const [one, other] = script.asked.map((each) => each.signal);
      gone.abort();
      expect([one?.aborted, other?.aborted, limits]).toEqual([true, false, [15_000, 15_000]]);
      late.abort();
      expect(other?.aborted).toBe(true);
    } finally {
      AbortSignal.timeout = timeout;
    }
  });
});

test("a name that is no model of the configuration is a mistake of the caller", () => {
  const { router } = scriptedRouter(plainConfig(models), {});
  const request = { request: {} as never, streaming: false };
  expect(() => router.askModel("z", request, signal)).toThrow(new RangeError("there is no model z"));
});

test("a model that rests is not chosen until its time is over", async () => {
  let ms = 0;
  const config: RouterConfig = {
    ...plainConfig(models, { strategy: chosen("compatibility") }),
    reliability: { ...plainConfig(models).reliability, cooldownFailures: 2, cooldownMs: 50 },
  };
  const { router } = scriptedRouter(config, {}, { now: () => new Date(ms) });
  router.cooldown.recordFailure("a", 0);
  expect(await first(router)).toBe("a");
  router.cooldown.recordFailure("a", 0);
  ms = 49;
  expect(await first(router)).toBe("b");
  ms = 50;
  expect(await first(router)).toBe("a");
});

describe("an answer is without the configuration's secrets", () => {
  const shown = (text: string) => {
    const config = plainConfig(
      [
        plainModel("a", { credentials: [{ kind: "bearer", token: "8letters" }, { kind: "none" }] }),
        plainModel("b", { credentials: [{ kind: "bearer", token: "7-chars" }] }),
        plainModel("c", { credentials: [{ kind: "bearer", token: "second-key-of-it" }] }),
      ],
      { serve: { apiKey: "the-router's-own" } },
    );
    return scriptedRouter(config, {}).router.redacted({ error: { message: text } }).error["message"];
  };

  test.each(["8letters", "second-key-of-it", "the-router's-own"])("%s", (secret) => {
    expect(shown(`said ${secret}!`)).toMatch(/^said .+!$/);
    expect(shown(`said ${secret}!`)).not.toContain(secret);
  });

  test("but a key of seven characters may be any word", () => {
    expect(shown("said 7-chars!")).toBe("said 7-chars!");
  });

  test("and where no key is configured, nothing is taken out", () => {
    expect(scriptedRouter(plainConfig(models), {}).router.redacted({ error: { message: "null" } })).toEqual({
      error: { message: "null" },
    });
  });
});

test("the router sleeps until its time is over or nobody waits any more", async () => {
  const router = createRouter({
    ...{ config: plainConfig(models), measured: null, rank: null },
    askModel: () => {
      throw new Error("nobody is asked");
    },
  });
  const gone = new Stop();
  let isOver = false;
  const sleeping = router.sleep(3_600_000, gone).then(() => {
    isOver = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(false);
  gone.abort();
  await sleeping;
});
