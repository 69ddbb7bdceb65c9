// The gateways that are measured: none, the least that one can do, ours, and others where they are installed. Each runs in a process of
// its own; processor time is the kernel's count of it, so that the load and the services are not in it.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../measure.mjs";
import { portkeyScript } from "./portkey.mjs";

const ticksPerSecond = 100;

/** Runs `work` with gateways before one service, and ends them all. */
export async function withGateways(work) {
  const folder = mkdtempSync(join(tmpdir(), "llm-parity-bench-router-"));
  const upstream = await start([join(root, "test/bench/router-upstream.mjs")]);
  const gateways = [];
  try {
    gateways.push(...(await contenders(folder, upstream.url)));
    return await work(gateways);
  } finally {
    for (const { stop } of gateways) stop();
    upstream.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function contenders(folder, upstream) {
  const bare = join(root, "test/bench/router/bare-proxy.mjs");
  const config = join(folder, "router.yaml");
  writeFileSync(
    config,
    `router: { strategy: round_robin }\nmodels:\n  chat: { provider: bench, base_url: "${upstream}/v1", model: m, local: true }\n  bedrock: { provider: bedrock, model: m, aws_region: us-east-1 }\n`,
  );
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
  const portkey = await portkeyScript();
  if (portkey !== null) {
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

/** Starts a server that prints its port; `args` null: one that runs already. */
export async function start(args, env = {}, known = null, binary = process.execPath) {
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

/** `llm-parity serve` as it is shipped, by so many workers. */
export async function startServe(config, workers) {
  const args = [
    join(root, "dist/cli/main.js"),
    "serve",
    "--config",
    config,
    "--port",
    "0",
    "--workers",
    String(workers),
  ];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  const url = await new Promise((resolve, reject) => {
    let text = "";
    child.once("exit", () => reject(new Error(`serve ended: ${text}`)));
    child.stderr.on("data", (bytes) => {
      text += bytes;
      const found = /listening on (http:\S+?):? /.exec(text);
      if (found !== null) resolve(found[1].replace(/:$/, ""));
    });
  });
  // The workers end with the process that leads them.
  return { url, pid: child.pid, stop: () => child.kill("SIGKILL") };
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

/** User and system time of a process and of those that it started, by Linux's own count, in milliseconds. */
export function cpuMs(pid) {
  return familyOf(pid).reduce((sum, one) => {
    const fields = readFileSync(`/proc/${one}/stat`, "utf8").split(") ")[1].split(" ");
    return sum + ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
  }, 0);
}

/** Resident memory of a process and of those that it started, in KiB. */
export function memoryOf(pid) {
  return familyOf(pid).reduce((sum, one) => {
    return sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${one}/status`, "utf8"))?.[1] ?? 0);
  }, 0);
}

/** A process and its children. */
export function familyOf(pid) {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) => {
    return readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  });
  return [pid, ...children];
}
