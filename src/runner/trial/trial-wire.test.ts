import { expect, test } from "vitest";
import type { StopSignal } from "../../chat/stop-signal.js";
import type { Exchange, WireRequest } from "../../wire/exchange.js";
import { liveWire } from "./trial-wire.js";

const request: WireRequest = { method: "POST", url: "http://127.0.0.1/x", headers: [], body: null };
const never = new AbortController().signal;

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Answers with these chunks; `tail` comes last, when it is there. */
function answering(
  chunks: readonly string[],
  tail: (signal: StopSignal) => Promise<void> = () => Promise.resolve(),
): Exchange {
  return (_, signal) =>
    Promise.resolve({
      status: 200,
      headers: [["content-type", "text/event-stream"]],
      chunks: (async function* () {
        for (const chunk of chunks) yield bytes(chunk);
        await tail(signal);
      })(),
    });
}

test("a client that stops at its terminal event does not cut the recording: it goes on to the end of the body", async () => {
  const wire = liveWire(answering(["data: a\n\n", "data: [DONE]\n\n", ": after\n\n"]));
  const signal = wire.begin({ step: "ask", attempt: 1 }, never);
  const { chunks } = await wire.exchange(request, signal);
  for await (const chunk of chunks) {
    if (new TextDecoder().decode(chunk).includes("[DONE]")) break;
  }
  const recorded = await wire.end();
  expect(recorded?.end).toBe("eof");
  expect(recorded?.chunks.map(([, chunk]) => new TextDecoder().decode(chunk))).toEqual([
    "data: a\n\n",
    "data: [DONE]\n\n",
    ": after\n\n",
  ]);
  expect(wire.taken().map(({ step, attempt }) => [step, attempt])).toEqual([["ask", 1]]);
});

test("an attempt that sent nothing has nothing recorded", async () => {
  const wire = liveWire(answering([]));
  wire.begin({ step: "ask", attempt: 1 }, never);
  expect(await wire.end()).toBeNull();
  expect(wire.count()).toBe(0);
});

test("the run's abort reaches the body that is under way, and the recording says so", async () => {
  const run = new AbortController();
  const untilAborted = (signal: StopSignal) =>
    new Promise<void>((_, reject) => {
      if (signal.aborted) reject(signal.reason);
      else signal.addEventListener("abort", () => reject(signal.reason));
    });
  const wire = liveWire(answering(["data: a\n\n"], untilAborted));
  const signal = wire.begin({ step: "ask", attempt: 1 }, run.signal);
  const { chunks } = await wire.exchange(request, signal);
  const reading = (async () => {
    for await (const _ of chunks) run.abort();
  })();
  await expect(reading).rejects.toThrow();
  expect((await wire.end())?.end).toBe("client-abort");
});
