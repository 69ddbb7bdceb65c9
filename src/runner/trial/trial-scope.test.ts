import { describe, expect, test } from "vitest";
import type { Exchange, WireRequest } from "../../wire/exchange.js";
import { createSerialScope, createTrialScope } from "./trial-scope.js";

const request: WireRequest = { method: "POST", url: "https://example.com/", headers: [], body: null };
const { signal } = new AbortController();
const answering =
  (status: number): Exchange =>
  async () => ({ status, headers: [], chunks: (async function* () {})() });

describe.each([
  ["of trials at once", createTrialScope],
  ["of trials one after the other", createSerialScope],
])("a scope %s", (_, create) => {
  test("sends an exchange to the trial that asks", async () => {
    const scope = create();
    const ask = async () => (await scope.exchange(request, signal)).status;
    expect(await scope.during(answering(200), ask)).toBe(200);
    expect(await scope.during(answering(429), ask)).toBe(429);
  });

  test("refuses an exchange that belongs to no trial, also after a trial that broke", async () => {
    const scope = create();
    const broken = scope.during(answering(200), () => Promise.reject(new Error("broken")));
    await expect(broken).rejects.toThrow("broken");
    await expect(scope.exchange(request, signal)).rejects.toThrow(/belongs to no trial/);
  });
});

test("trials at once keep apart", async () => {
  const scope = createTrialScope();
  const ask = async () => {
    await Promise.resolve();
    return (await scope.exchange(request, signal)).status;
  };
  const statuses = await Promise.all([scope.during(answering(200), ask), scope.during(answering(503), ask)]);
  expect(statuses).toEqual([200, 503]);
});

test("a serial scope refuses a trial that begins before the last one is over", async () => {
  const scope = createSerialScope();
  const first = scope.during(answering(200), async () => "done");
  await expect(scope.during(answering(200), async () => "never")).rejects.toThrow(TypeError);
  expect(await first).toBe("done");
});
