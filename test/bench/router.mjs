// What a request costs in a gateway: ours, the least that one can do, and others where they are installed. Each runs in a process of
// its own; processor time is the kernel's count of that process, so that the load and the services are not in it.
import { spawn } from "node:child_process";
import { setMaxListeners } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "undici";
import { median, root } from "./measure.mjs";

const concurrency = 64;
const requests = 3_000;
const streams = 300;
const chunksEach = 100;
const rounds = Number(process.env.ROUNDS ?? 5);
const ticksPerSecond = 100;

/** Markdown tables. */
export async function routerTables() {
  const folder = mkdtempSync(join(tmpdir(), "llm-parity-bench-router-"));
  const upstream = await start([join(root, "test/bench/router-upstream.mjs")]);
  const gateways = [];
  try {
    gateways.push(...(await contenders(folder, upstream.url)));
    return `${await measured(gateways)}\n\n${await thinkingTable(gateways)}`;
  } finally {
    for (const { stop } of gateways) stop();
    upstream.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function contenders(folder, upstream) {
  const bare = join(root, "test/bench/bare-proxy.mjs");
  const config = join(folder, "router.yaml");
  writeFileSync(
    config,
    `router: { strategy: round_robin }\nmodels:\n  chat: { provider: bench, base_url: "${upstream}/v1", model: m, local: true }\n  bedrock: { provider: bedrock, model: m, aws_region: us-east-1 }\n`,
  );
  const cli = join(root, "dist/cli/main.js");
  const env = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret", LLM_PARITY_BENCH_BEDROCK: upstream };
  const serve = () => start([join(root, "test/bench/router-serve.mjs"), config, upstream], env);
  const list = [
    {
      name: "no gateway",
      ...(await start(null, {}, upstream)),
      path: "/v1/chat/completions",
      again: null,
      chat: "m",
      to: "chat",
    },
    await served("bare proxy", () => start([bare, "proxy", upstream]), { chat: "m", to: "chat" }),
    await served("llm-parity", serve, { chat: "chat", to: "chat" }),
    await served("bare translator", () => start([bare, "translate", upstream]), { chat: "m", to: "bedrock" }),
    await served("llm-parity", serve, { chat: "bedrock", to: "bedrock" }),
  ];
  const nginx = nginxOf(folder, upstream);
  if (nginx !== null) list.splice(1, 0, await served("nginx", nginx, { chat: "m", to: "chat" }));
  const portkey = join(
    process.env.PORTKEY_GATEWAY ?? join(root, "node_modules/@portkey-ai/gateway"),
    "build/start-server.js",
  );
  if (existsSync(portkey) && existsSync(cli)) {
    const headers = {
      "x-portkey-provider": "openai",
      "x-portkey-custom-host": `${upstream}/v1`,
      authorization: "Bearer x",
    };
    const port = 18_787;
    const running = await start(
      [portkey, `--port=${port}`, "--headless"],
      { NODE_ENV: "production" },
      `http://127.0.0.1:${port}`,
    );
    list.push({ name: "Portkey", ...running, again: null, chat: "m", to: "chat", headers });
    const aws = {
      "x-portkey-provider": "bedrock",
      "x-portkey-custom-host": upstream,
      "x-portkey-aws-access-key-id": env.AWS_ACCESS_KEY_ID,
      "x-portkey-aws-secret-access-key": env.AWS_SECRET_ACCESS_KEY,
      "x-portkey-aws-region": "us-east-1",
    };
    list.push({
      name: "Portkey",
      ...running,
      again: null,
      stop: () => undefined,
      chat: "m",
      to: "bedrock",
      headers: aws,
    });
  }
  return list;
}

/** A gateway that runs, and how to start another one like it. */
async function served(name, again, what) {
  return { name, ...(await again()), again, ...what };
}

/** How to start a plain reverse proxy of one process; null where nginx is not installed. */
function nginxOf(folder, upstream) {
  const binary = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx"].find((path) => existsSync(path));
  if (binary === undefined) return null;
  let port = 18_788;
  const config = () =>
    `daemon off; master_process off; pid ${folder}/nginx-${port}.pid; error_log /dev/null;
events { worker_connections 8192; }
http {
  access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
  uwsgi_temp_path ${folder}; scgi_temp_path ${folder}; keepalive_requests 1000000;
  upstream service { server ${new URL(upstream).host}; keepalive 256; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; }
  }
}
`;
  return () => {
    port += 1;
    const file = join(folder, `nginx-${port}.conf`);
    writeFileSync(file, config());
    return start(["-c", file], {}, `http://127.0.0.1:${port}`, binary);
  };
}

async function measured(gateways) {
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
    await load(gateway, false, requests);
    await load(gateway, true, streams);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { gateway, whole, streamed } of results) {
      whole.push(await load(gateway, false, requests));
      streamed.push(await load(gateway, true, streams));
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
      ? ["Portkey 1.15.2 answers HTTP 500 to streams of OpenAI's family on Node 20 where its row says so."]
      : ["Portkey: not measured; `npm install --no-save @portkey-ai/gateway`, or name its folder in PORTKEY_GATEWAY."]),
  ];
  return [...lines, "", ...notes].join("\n");
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

async function heldBy(gateway) {
  const alone = { ...gateway, ...(await gateway.again()) };
  try {
    await load(alone, true, 100);
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
async function hold({ url, chat, pid, headers = {} }, count) {
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

function cost(own, bare, { pid }) {
  return pid === null ? ["", ""] : [own.toFixed(1), (own / bare).toFixed(2)];
}

function streaming(streamed, of) {
  if (streamed.some(({ failed }) => failed > 0)) return [`failed: HTTP ${streamed[0].status}`, ""];
  return [((1000 * chunksEach) / of(streamed, "msEach")).toFixed(0), of(streamed, "first").toFixed(1)];
}

/** Sends `count` requests, `concurrency` at once. */
async function load({ url, path = "/v1/chat/completions", chat, pid, headers = {} }, stream, count) {
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
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))];
  return {
    msEach: ms / count,
    cpuEach: cpu / count,
    p50: at(0.5),
    p99: at(0.99),
    first: median(firsts),
    failed,
    status,
  };
}

/** Starts a server that prints its port; `args` null: one that runs already. */
async function start(args, env = {}, known = null, binary = process.execPath) {
  if (args === null) return { url: known, pid: null, stop: () => undefined };
  const child = spawn(binary, args, {
    env: { ...process.env, ...env },
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const stop = () => child.kill("SIGKILL");
  if (known !== null) {
    await untilUp(known);
    return { url: known, pid: child.pid, stop };
  }
  const port = await new Promise((resolve, reject) => {
    child.once("exit", () => reject(new Error(`${args[0]} ended`)));
    child.stdout.once("data", (bytes) => resolve(Number(String(bytes).trim())));
  });
  return { url: `http://127.0.0.1:${port}`, pid: child.pid, stop };
}

async function untilUp(url) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      return void (await fetch(url));
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`${url} did not come up`);
}

/** User and system time of a process, by Linux's own count. */
function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

function memoryOf(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
}
