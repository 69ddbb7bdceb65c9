// What a request costs in a gateway.
import { median } from "../measure.mjs";
import { memoryOf, withGateways } from "./gateways.mjs";
import { heldBy, load } from "./load.mjs";
import { portkeyVersion } from "./portkey.mjs";

const concurrency = 64;
const requests = 3_000;
const streams = 300;
const chunksEach = 100;

/** The figures of the router beside bare ones, and tables of all gateways. */
export function measure({ rounds }) {
  return withGateways(async (gateways) => {
    const { table, figures } = await measured(gateways, Math.min(rounds, 5));
    return { tables: [table, await thinkingTable(gateways)], figures };
  });
}

async function measured(gateways, rounds) {
  const lines = [
    "| gateway | to | requests/s | p50 ms | p99 ms | CPU ms / 1,000 requests | × bare | chunks/s | first chunk ms | CPU ms / 1,000 chunks | × bare | MiB | KiB a held stream | streams held |",
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
  ];
  const results = gateways.map((gateway) => ({ gateway, whole: [], streamed: [] }));
  // What streams hold is counted in a process of its own: one that has held a thousand is another server afterwards.
  const held = new Map();
  for (const gateway of gateways.filter(({ pid, again }) => pid !== null && again !== null)) {
    held.set(gateway, await heldBy(gateway));
  }
  // Warm: what is measured is a server that runs, not one that starts.
  for (const { gateway } of results) {
    await load(gateway, { stream: false, count: requests });
    await load(gateway, { stream: true, count: streams });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { gateway, whole, streamed } of results) {
      whole.push(await load(gateway, { stream: false, count: requests }));
      streamed.push(await load(gateway, { stream: true, count: streams }));
    }
  }
  const of = (list, member) => median(list.map((one) => one[member]));
  const bareOf = (to) =>
    results.find(({ gateway }) => gateway.name === (to === "chat" ? "bare proxy" : "bare translator"));
  for (const { gateway, whole, streamed } of results) {
    const bare = bareOf(gateway.to);
    const broken = whole.find(({ failed }) => failed > 0);
    const numbers = [
      broken === undefined ? (1000 / of(whole, "msEach")).toFixed(0) : `failed: HTTP ${broken.status}`,
      of(whole, "p50").toFixed(1),
      of(whole, "p99").toFixed(1),
      ...cost(of(whole, "cpuEach") * 1000, of(bare.whole, "cpuEach") * 1000, gateway),
      ...streaming(streamed, of),
      ...(streamed.some(({ failed }) => failed > 0)
        ? ["", ""]
        : cost(
            (of(streamed, "cpuEach") / chunksEach) * 1000,
            (of(bare.streamed, "cpuEach") / chunksEach) * 1000,
            gateway,
          )),
      gateway.pid === null ? "" : (memoryOf(gateway.pid) / 1024).toFixed(0),
      held.get(gateway)?.kibEach?.toFixed(0) ?? "",
      held.get(gateway) ? `${held.get(gateway).begun} of 1000` : "",
    ];
    lines.push(`| ${[gateway.name, gateway.to, ...numbers].join(" | ")} |`);
  }
  const notes = [
    `Concurrency ${concurrency}; ${requests} requests and ${streams} streams of ${chunksEach} chunks a round, ${rounds} alternated rounds, medians.`,
    ...(gateways.some(({ name }) => name === "Portkey")
      ? [`Portkey ${portkeyVersion} answers HTTP 500 to streams of OpenAI's family on Node 20 where its row says so.`]
      : ["Portkey: not measured, npm could not install it; name its folder in PORTKEY_GATEWAY."]),
  ];
  const own = (to) => results.find(({ gateway }) => gateway.name === "llm-parity" && gateway.to === to);
  const times = (to, member) => of(own(to)[member], "cpuEach") / of(bareOf(to)[member], "cpuEach");
  const heldKib = Math.max(
    ...[...held].filter(([{ name }]) => name === "llm-parity").map(([, { kibEach }]) => kibEach),
  );
  const figures = [
    { id: "router.unary.proxy", value: times("chat", "whole") },
    { id: "router.unary.translator", value: times("bedrock", "whole") },
    { id: "router.stream.proxy", value: times("chat", "streamed") },
    { id: "router.stream.translator", value: times("bedrock", "streamed") },
    { id: "router.held", value: heldKib },
  ];
  return { table: [...lines, "", ...notes].join("\n"), figures };
}

/** How long a model's reasoning takes to reach the client: its first byte, against the service's own. */
async function thinkingTable(gateways) {
  const direct = gateways.find(({ name }) => name === "no gateway");
  const others = gateways.filter(({ name }) => name === "bare proxy" || name === "llm-parity");
  const times = new Map([direct, ...others].map((gateway) => [gateway, []]));
  for (let round = 0; round < 30; round += 1) {
    for (const [gateway, firsts] of times) firsts.push(await firstByteMs(gateway));
  }
  const directMs = median(times.get(direct));
  const rows = others.map((gateway) => {
    const ms = median(times.get(gateway));
    const aim = gateway.name === "llm-parity" ? ["≤ 50 ms later", ms - directMs <= 50 ? "yes" : "no"] : ["", ""];
    return [gateway.name, gateway.to, ms.toFixed(1), (ms - directMs).toFixed(1), (ms / directMs).toFixed(1), ...aim];
  });
  return [
    "| gateway | to | first byte of reasoning ms | later than direct ms | × direct | aim | met |",
    "| --- | --- | ---: | ---: | ---: | --- | --- |",
    `| no gateway | chat | ${directMs.toFixed(1)} | | | | |`,
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
    "",
    "One stream at a time, 200 ms of reasoning before its text; medians of 30 alternated requests.",
  ].join("\n");
}

async function firstByteMs({ url, path = "/v1/chat/completions", chat, headers = {} }) {
  const body = { model: chat, stream: true, messages: [{ role: "user", content: "chunks=10 thinks=true" }] };
  const start = performance.now();
  const response = await fetch(`${url}${path}`, {
    ...{ method: "POST", headers: { "content-type": "application/json", ...headers } },
    body: JSON.stringify(body),
  });
  let first = null;
  for await (const bytes of response.body) {
    if (first === null && Buffer.from(bytes).includes("word")) first = performance.now() - start;
  }
  if (response.status !== 200 || first === null) throw new Error(`HTTP ${response.status}, no reasoning`);
  return first;
}

function cost(own, bare, { pid }) {
  return pid === null ? ["", ""] : [own.toFixed(1), (own / bare).toFixed(2)];
}

function streaming(streamed, of) {
  if (streamed.some(({ failed }) => failed > 0)) return [`failed: HTTP ${streamed[0].status}`, ""];
  return [((1000 * chunksEach) / of(streamed, "msEach")).toFixed(0), of(streamed, "first").toFixed(1)];
}
