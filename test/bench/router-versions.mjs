// What a request costs in this version of the router, against another one: `node test/bench/router-versions.mjs <checkout> [processes]
// [rounds]`. The other checkout is built too. Many short rounds in turns, since a machine that does other work is faster and slower by
// the second; each row's ratio is the median over the processes of the ratio of their cheapest quarters.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { median, root } from "./measure.mjs";
import { cheapest, costOfLoad, questionOf, routerFile, start } from "./router-load.mjs";

const [other, processes = "3", rounds = "12"] = process.argv.slice(2);
if (other === undefined) {
  console.error("router-versions: name the checkout of the other version, built by `npm run build`");
  process.exit(2);
}
const rows = [
  { name: "chat, whole", model: "chat", chunks: null, count: 500 },
  { name: "chat, 5 chunks", model: "chat", chunks: 5, count: 400 },
  { name: "chat, 100 chunks", model: "chat", chunks: 100, count: 100 },
  { name: "Converse, whole", model: "bedrock", chunks: null, count: 400 },
  { name: "Converse, 5 chunks", model: "bedrock", chunks: 5, count: 300 },
  { name: "Converse, 100 chunks", model: "bedrock", chunks: 100, count: 80 },
].filter(({ name }) => name.includes(process.env.ROW ?? ""));

const folder = mkdtempSync(join(tmpdir(), "llm-parity-bench-versions-"));
const upstream = await start(join(root, "test/bench/router-upstream.mjs"), []);
const config = join(folder, "router.yaml");
writeFileSync(config, routerFile(upstream.url));
const found = new Map(rows.map((row) => [row, []]));
try {
  for (let at = 0; at < Number(processes); at += 1) await compareOnce(at);
} finally {
  upstream.stop();
  rmSync(folder, { recursive: true, force: true });
}
console.log("| | this, CPU µs a request | the other | ratio | its spread over the processes |");
console.log("| --- | ---: | ---: | ---: | --- |");
for (const [{ name }, results] of found) {
  const ratios = results.map(({ own, others }) => own / others).sort((a, b) => a - b);
  const of = (member) => median(results.map((one) => one[member])).toFixed(0);
  const spread = `${ratios[0].toFixed(2)} to ${ratios.at(-1).toFixed(2)}`;
  console.log(`| ${[name, of("own"), of("others"), median(ratios).toFixed(3), spread].join(" | ")} |`);
}

/** One process of each version, warmed, and asked in turns. Which one starts changes from pair to pair. */
async function compareOnce(at) {
  const serve = (checkout) => start(join(checkout, "test/bench/router-serve.mjs"), [config, upstream.url]);
  const servers = [await serve(root), await serve(resolve(other))];
  try {
    for (let warm = 0; warm < 4; warm += 1) {
      for (const row of rows) for (const server of servers) await load(server, row);
    }
    const costs = new Map(rows.map((row) => [row, [[], []]]));
    for (let round = 0; round < Number(rounds); round += 1) {
      const order = (round + at) % 2 === 0 ? [0, 1] : [1, 0];
      for (const row of rows) for (const which of order) costs.get(row)[which].push(await load(servers[which], row));
    }
    for (const [row, [own, others]] of costs) found.get(row).push({ own: cheapest(own), others: cheapest(others) });
  } finally {
    for (const { stop } of servers) stop();
  }
}

/** Processor time in microseconds for each request. */
function load(server, { model, chunks, count }) {
  const body = JSON.stringify({
    ...{ model, stream: chunks !== null, max_tokens: 256 },
    messages: [{ role: "user", content: questionOf(chunks) }],
  });
  return costOfLoad(server, { path: "/v1/chat/completions", body, count });
}
