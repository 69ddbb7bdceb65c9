// What a board of gateways asks: the most requests a second at which 99 of 100 answers come within a time, what a gateway adds for one
// client, how many streams it holds, and whether its memory comes back.
import { median } from "../measure.mjs";
import { memoryOf, withGateways } from "./gateways.mjs";
import { hold, load } from "./load.mjs";

const limitsMs = [1, 5, 10, 50];
const levels = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const alone = { count: 400, concurrency: 1 };

export function measure({ rounds }) {
  return withGateways(async (all) => {
    const gateways = all.filter(({ to }) => to === "chat");
    const results = gateways.map((gateway) => ({ gateway, whole: [], streamed: [], levels: [] }));
    for (const { gateway } of results) await load(gateway, { stream: false, count: 2_000 });
    for (const { gateway } of results) await load(gateway, { stream: true, count: 100 });
    for (const result of results) result.before = memory(result.gateway);
    for (let round = 0; round < Math.min(rounds, 5); round += 1) {
      for (const { gateway, whole, streamed } of results) {
        whole.push(await load(gateway, { stream: false, ...alone }));
        streamed.push(await load(gateway, { stream: true, ...alone, count: 100 }));
      }
    }
    for (const concurrency of levels) {
      for (const result of results) result.levels.push(await level(result.gateway, concurrency));
    }
    for (const result of results) result.held = await held(result.gateway);
    return { tables: [frontierTable(results), addedTable(results)], figures: [] };
  });
}

/** Half a second or more of requests, three times: the median. */
async function level(gateway, concurrency) {
  const count = Math.max(300, 12 * concurrency);
  const runs = [];
  for (let time = 0; time < 3; time += 1) runs.push(await load(gateway, { stream: false, count, concurrency }));
  const failed = runs.some((run) => run.failed > 0);
  return {
    perSecond: 1000 / median(runs.map(({ msEach }) => msEach)),
    p99: median(runs.map(({ p99 }) => p99)),
    failed,
  };
}

async function held(gateway) {
  if (gateway.pid === null) return null;
  const during = memory(gateway);
  const { begun } = await hold(gateway, 512);
  const grown = memory(gateway);
  // What a collector gives back, it gives back when it is idle.
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  return { begun, during, grown, after: memory(gateway) };
}

function memory({ pid }) {
  return pid === null ? null : memoryOf(pid) / 1024;
}

function frontierTable(results) {
  const most = (found, limit) => {
    const fit = found.filter(({ p99, failed }) => p99 <= limit && !failed);
    return fit.length === 0 ? "–" : Math.max(...fit.map(({ perSecond }) => perSecond)).toFixed(0);
  };
  const rows = results.map(({ gateway, levels: found }) => {
    return `| ${[gateway.name, ...limitsMs.map((limit) => most(found, limit))].join(" | ")} |`;
  });
  return [
    `| most requests/s with p99 | ${limitsMs.map((limit) => `≤ ${limit} ms`).join(" | ")} |`,
    `| --- |${limitsMs.map(() => " ---: |").join("")}`,
    ...rows,
    "",
    `Whole replies with ${levels.join(", ")} clients at once, each in a loop; the load, the service and the gateway share the machine. – : no level fits.`,
  ].join("\n");
}

function addedTable(results) {
  const direct = results.find(({ gateway }) => gateway.name === "no gateway");
  const of = (runs, member) => median(runs.map((run) => run[member]));
  const rows = results
    .filter(({ gateway }) => gateway.pid !== null)
    .map(({ gateway, whole, streamed, before, held: kept }) => {
      const isBroken = streamed.some(({ failed }) => failed > 0);
      const added = (runs, others, member) => (1000 * (of(runs, member) - of(others, member))).toFixed(0);
      return [
        gateway.name,
        added(whole, direct.whole, "p50"),
        added(whole, direct.whole, "p99"),
        ...(isBroken
          ? [`failed: HTTP ${streamed[0].status}`, ""]
          : [added(streamed, direct.streamed, "first"), added(streamed, direct.streamed, "firstP99")]),
        `${kept.begun} of 512`,
        [before, kept.grown, kept.after].map((mib) => mib.toFixed(0)).join(" → "),
      ];
    });
  return [
    "| gateway | added p50 µs | added p99 µs | added time to first byte, p50 µs | p99 µs | streams held | MiB before, with streams, after |",
    "| --- | ---: | ---: | ---: | ---: | --- | --- |",
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
    "",
    `One client at a time, against asking the service itself; ${alone.count} whole replies and 100 streams a round. These are figures of this machine, not a claim about other gateways.`,
  ].join("\n");
}
