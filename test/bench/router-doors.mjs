// What a request costs at each of the router's APIs, against Chat Completions, before the same services. One warmed process, asked in
// turns by short rounds: `node test/bench/router-doors.mjs` prints it alone.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./measure.mjs";
import { cheapest, costOfLoad, questionOf, routerFile, start } from "./router-load.mjs";

const rounds = Number(process.env.ROUNDS ?? 12);
const doors = [
  { name: "chat", path: "/v1/chat/completions", ask: (content) => ({ messages: [{ role: "user", content }] }) },
  { name: "responses", path: "/v1/responses", ask: (input) => ({ input }), limit: "max_output_tokens" },
  { name: "messages", path: "/v1/messages", ask: (content) => ({ messages: [{ role: "user", content }] }) },
];
const loads = ["chat", "bedrock"].flatMap((model) => [
  { model, chunks: null, count: 300 },
  { model, chunks: 5, count: 250 },
  { model, chunks: 100, count: 60 },
]);

/** A Markdown table. */
export async function doorsTable() {
  const folder = mkdtempSync(join(tmpdir(), "llm-parity-bench-doors-"));
  const upstream = await start(join(root, "test/bench/router-upstream.mjs"), []);
  let router = null;
  try {
    const config = join(folder, "router.yaml");
    writeFileSync(config, routerFile(upstream.url));
    router = await start(join(root, "test/bench/router-serve.mjs"), [config, upstream.url]);
    return tableOf(await measured(router));
  } finally {
    router?.stop();
    upstream.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(router) {
  const costs = new Map(loads.map((one) => [one, doors.map(() => [])]));
  // The first four rounds only warm.
  for (let round = -4; round < rounds; round += 1) {
    for (const one of loads) {
      for (const [at, door] of doors.entries()) {
        const cost = await load(router, door, one);
        if (round >= 0) costs.get(one)[at].push(cost);
      }
    }
  }
  return costs;
}

function tableOf(costs) {
  const lines = [
    "| service | reply | chat, CPU µs a request | responses | × chat | messages | × chat |",
    "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
  ];
  for (const [{ model, chunks }, all] of costs) {
    const [chat, responses, messages] = all.map(cheapest);
    const reply = chunks === null ? "whole" : `${chunks} chunks`;
    const numbers = [
      chat.toFixed(0),
      ...[responses, messages].flatMap((one) => [one.toFixed(0), (one / chat).toFixed(2)]),
    ];
    lines.push(`| ${[model === "chat" ? "Chat Completions" : "Converse", reply, ...numbers].join(" | ")} |`);
  }
  return lines.join("\n");
}

/** Processor time in microseconds for each request. */
function load(router, { path, ask, limit = "max_tokens" }, { model, chunks, count }) {
  const body = JSON.stringify({ model, stream: chunks !== null, [limit]: 256, ...ask(questionOf(chunks)) });
  return costOfLoad(router, { path, body, count });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(await doorsTable());
}
