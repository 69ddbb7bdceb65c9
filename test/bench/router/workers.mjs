// What a request costs where two workers serve, with the process that leads them, beside one process, and beside two processes that
// share nothing: what those cost more than one is the machine's doing. And how evenly workers share.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { median, root } from "../measure.mjs";
import { cpuMs, familyOf, memoryOf, start, startServe } from "./gateways.mjs";
import { load } from "./load.mjs";

const count = 10_000;

export async function measure({ rounds }) {
  const folder = mkdtempSync(join(tmpdir(), "llm-parity-bench-workers-"));
  const upstream = await start([join(root, "test/bench/router-upstream.mjs")]);
  const servers = [];
  try {
    const config = join(folder, "router.yaml");
    writeFileSync(config, `models:\n  chat: { base_url: "${upstream.url}/v1", model: m, local: true }\n`);
    for (const workers of [1, 2, 1, 1])
      servers.push({ workers, ...(await startServe(config, workers)), chat: "chat", runs: [] });
    // Each of several processes warms by its own part of the requests alone.
    for (const server of servers) await load(server, { stream: false, count: 3 * count * server.workers });
    const [one, two, ...pair] = servers;
    const both = { runs: [] };
    const before = eachOf(two.pid);
    for (let round = 0; round < rounds; round += 1) {
      for (const server of [one, two]) server.runs.push(await load(server, { stream: false, count }));
      both.runs.push(await loadBoth(pair));
    }
    const spent = eachOf(two.pid).map((ms, at) => ms - before[at]);
    return resultOf({ one, two, both, spent });
  } finally {
    for (const { stop } of servers) stop();
    upstream.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function resultOf({ one, two, both, spent }) {
  const of = ({ runs }, member) => median(runs.map((run) => run[member]));
  const [leader, ...workers] = spent;
  const busier = (100 * Math.max(...workers)) / workers.reduce((sum, ms) => sum + ms, 0);
  const row = (server) => [
    server.workers,
    (1000 / of(server, "msEach")).toFixed(0),
    of(server, "p99").toFixed(1),
    (1000 * of(server, "cpuEach")).toFixed(1),
    (of(server, "cpuEach") / of(one, "cpuEach")).toFixed(2),
    (memoryOf(server.pid) / 1024).toFixed(0),
  ];
  const table = [
    "| workers | requests/s | p99 ms | CPU ms / 1,000 requests | × one | MiB |",
    "| ---: | ---: | ---: | ---: | ---: | ---: |",
    ...[one, two].map((server) => `| ${row(server).join(" | ")} |`),
    "",
    `Two processes that share nothing, each with half of the requests, take ${(of(both, "cpuEach") / of(one, "cpuEach")).toFixed(2)} times the processor time of one: so much of the ratio above is the machine's.`,
    `Of two workers the busier took ${busier.toFixed(0)} % of their processor time; the process that leads them took ${((100 * leader) / spent.reduce((sum, ms) => sum + ms, 0)).toFixed(1)} % of all.`,
    `The load, the service and the router share ${availableParallelism()} cores, so that requests a second say nothing about more workers unless cores are left over.`,
  ].join("\n");
  const figures = [
    { id: "workers.cost", value: of(two, "cpuEach") / of(one, "cpuEach") },
    { id: "workers.share", value: busier },
  ];
  return { tables: [table], figures };
}

/** Half of the requests to each of two processes, at once. */
async function loadBoth(pair) {
  const runs = await Promise.all(
    pair.map((server) => load(server, { stream: false, count: count / 2, concurrency: 32 })),
  );
  return { cpuEach: runs.reduce((sum, { cpuEach }) => sum + cpuEach, 0) / runs.length };
}

/** The processor time of a process, then of each that it has started. */
function eachOf(pid) {
  const family = familyOf(pid);
  return family.map((one) =>
    one === pid ? cpuMs(pid) - family.slice(1).reduce((sum, child) => sum + cpuMs(child), 0) : cpuMs(one),
  );
}
