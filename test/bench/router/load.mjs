// The load on a gateway: requests that are answered, and streams that rest.
import { setMaxListeners } from "node:events";
import { Pool } from "undici";
import { median } from "../measure.mjs";
import { cpuMs, memoryOf } from "./gateways.mjs";

const chunksEach = 100;

/** Sends `count` requests, `concurrency` at once: what each cost, and how long they took, in milliseconds. */
export async function load(
  { url, path = "/v1/chat/completions", chat, pid, headers = {} },
  { stream, count, concurrency = 64 },
) {
  const pool = new Pool(url, { connections: concurrency });
  const body = JSON.stringify({
    ...{ model: chat, stream, max_tokens: 256 },
    messages: [{ role: "user", content: `chunks=${chunksEach} ${"Tell me something about the sea. ".repeat(10)}` }],
  });
  const latencies = [];
  const firsts = [];
  let [failed, status, left] = [0, 200, count];
  const cpuBefore = pid === null ? 0 : cpuMs(pid);
  const began = performance.now();
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const start = performance.now();
      const answer = await pool.request({
        method: "POST",
        path,
        headers: { "content-type": "application/json", ...headers },
        body,
      });
      let isFirst = true;
      for await (const _ of answer.body) {
        if (isFirst) firsts.push(performance.now() - start);
        isFirst = false;
      }
      latencies.push(performance.now() - start);
      if (answer.statusCode !== 200) {
        failed += 1;
        status = answer.statusCode;
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const ms = performance.now() - began;
  const cpu = pid === null ? 0 : cpuMs(pid) - cpuBefore;
  await pool.close();
  latencies.sort((a, b) => a - b);
  firsts.sort((a, b) => a - b);
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))];
  return {
    msEach: ms / count,
    cpuEach: cpu / count,
    p50: at(0.5),
    p99: at(0.99),
    first: median(firsts),
    firstP99: firsts[Math.min(firsts.length - 1, Math.floor(0.99 * firsts.length))],
    failed,
    status,
  };
}

/** What one of a thousand held streams takes, in KiB, and how many of them came. */
export async function heldBy(gateway) {
  const alone = { ...gateway, ...(await gateway.again()) };
  try {
    await load(alone, { stream: true, count: 100 });
    // When garbage goes is chance: three times, and the median.
    const times = [await hold(alone, 1_000), await hold(alone, 1_000), await hold(alone, 1_000)];
    return {
      kibEach: median(times.map(({ kibEach }) => kibEach)),
      begun: Math.min(...times.map(({ begun }) => begun)),
    };
  } finally {
    alone.stop();
  }
}

/** Opens streams that rest after their first chunks, and counts what one takes and how many came. */
export async function hold({ url, chat, pid, headers = {} }, count) {
  const leaving = new AbortController();
  setMaxListeners(0, leaving.signal);
  const pool = new Pool(url, { connections: count });
  const body = JSON.stringify({
    model: chat,
    stream: true,
    messages: [{ role: "user", content: "chunks=10 hold=true" }],
  });
  const one = async () => {
    const answer = await pool.request({
      ...{ method: "POST", path: "/v1/chat/completions", body, signal: leaving.signal },
      headers: { "content-type": "application/json", ...headers },
    });
    answer.body.on("error", () => undefined);
    const [first] = await Promise.race([
      new Promise((resolve) => answer.body.once("data", (bytes) => resolve([bytes]))),
      new Promise((resolve) => setTimeout(() => resolve([null]), 20_000)),
    ]);
    return first !== null && answer.statusCode === 200;
  };
  const open = (many) => Promise.all(Array.from({ length: many }, one));
  // The first ones grow the process to its size; what the others add is theirs.
  const few = count / 5;
  const begun = await open(few);
  const before = memoryOf(pid);
  begun.push(...(await open(count - few)));
  const kibEach = (memoryOf(pid) - before) / (count - few);
  leaving.abort();
  await pool.destroy();
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { kibEach, begun: begun.filter(Boolean).length };
}
