// What each step of a unary call costs, without sockets: in this process, whole steps in turns, the cheapest of several rounds, since
// what other work on the machine adds is never negative. Beside it stand the tables of whole gateways, with what sockets cost.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "../load.mjs";
import { root } from "../measure.mjs";
import { questionOf, routerFile } from "../router-load.mjs";

const calls = 3_000;

export async function measure({ rounds }) {
  const folder = mkdtempSync(join(tmpdir(), "llm-parity-bench-steps-"));
  try {
    const steps = await stepsOf(join(folder, "router.yaml"));
    const costs = new Map(steps.map(({ name }) => [name, Number.POSITIVE_INFINITY]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const { name, run } of steps) costs.set(name, Math.min(costs.get(name), await costOf(run)));
    }
    return { tables: [tableOf(costs)], figures: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function stepsOf(file) {
  const [{ loadRouter }, { loadModels }, { createUpstreams }, { createRouter }, { complete }, { admit }, { readCall }] =
    await Promise.all([
      load("router/config/load-router"),
      load("scenario/load-models"),
      load("router/relay/upstreams"),
      load("router/serve/router"),
      load("router/serve/complete"),
      load("router/serve/admit"),
      load("router/serve/read-call"),
    ]);
  const [{ chatDoor }, { decide }, { routingRequestOf }] = await Promise.all([
    load("adapters/openai-chat/server/door"),
    load("router/choose/decide"),
    load("router/choose/routing-request"),
  ]);
  writeFileSync(file, routerFile("http://127.0.0.1:9"));
  const config = loadRouter(file, { catalog: loadModels(join(root, "scenarios/models.yaml")), environment: {} });
  const router = createRouter({ config, askModel: createUpstreams(answerFrom(completion)), measured: null });
  const bytes = Buffer.from(
    JSON.stringify({ model: "chat", max_tokens: 256, messages: [{ role: "user", content: questionOf(null) }] }),
  );
  const body = JSON.parse(bytes);
  const headers = { host: "127.0.0.1:8000", "content-type": "application/json" };
  const { Stop } = await load("chat/stop-signal");
  const signal = new Stop();
  const surroundings = () => ({ router, door: chatDoor, headers, id: randomUUID(), signal: new Stop() });
  const { read } = readCall(body, { ...surroundings(), readRequest: chatDoor.readRequest });
  const asked = routingRequestOf(read);
  const { body: answer } = await complete(body, surroundings());
  return [
    { name: "admission: host, origin, key", run: () => admit(headers, config.serve) },
    { name: "the body's bytes → JSON", run: () => JSON.parse(bytes.toString("utf8")) },
    {
      name: "JSON → a request, read and checked",
      run: () => readCall(body, { router, door: chatDoor, headers, id: "", readRequest: chatDoor.readRequest }),
    },
    { name: "whom to ask", run: () => decide(asked, router.deciding, signal) },
    { name: "an id", run: () => randomUUID() },
    {
      name: "counting",
      run: () => {
        router.metrics.observe(0.2, { route: "/v1/chat/completions" });
        router.metrics.count("requests", { route: "/v1/chat/completions", status: "200" });
        router.metrics.count("attempts", { model: "chat", outcome: "answered" });
      },
    },
    { name: "the answer → bytes", run: () => Buffer.byteLength(JSON.stringify(answer)) },
    { name: whole, run: () => complete(body, surroundings()) },
  ];
}

const whole = "all between JSON and JSON: read, decide, encode, ask (from memory), decode, encode the answer";

const completion = Buffer.from(
  JSON.stringify({
    ...{ id: "chatcmpl-1", object: "chat.completion", created: 1, model: "m" },
    choices: [{ index: 0, message: { role: "assistant", content: "word ".repeat(40) }, finish_reason: "stop" }],
    usage: { prompt_tokens: 100, completion_tokens: 60, total_tokens: 160 },
  }),
);

/** A service whose answer is there at once. */
function answerFrom(bytes) {
  return async () => ({ status: 200, headers: [["content-type", "application/json"]], chunks: chunksOf(bytes) });
}

function chunksOf(bytes) {
  const over = { done: true, value: undefined };
  let left = 1;
  const step = () => {
    left -= 1;
    return left < 0 ? over : { done: false, value: bytes };
  };
  return {
    ready: step,
    next: async () => step(),
    return: async () => over,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** Microseconds of processor time of one call. */
async function costOf(run) {
  const before = process.cpuUsage();
  for (let call = 0; call < calls; call += 1) {
    const made = run();
    if (made instanceof Promise) await made;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

function tableOf(costs) {
  return [
    "| step of a unary call to Chat Completions | µs of processor time |",
    "| --- | ---: |",
    ...[...costs].map(([name, micros]) => `| ${name} | ${micros.toFixed(1)} |`),
    "",
    `In one process without sockets; ${calls} calls of each step a round, the cheapest round. What is left of a call's cost is HTTP, twice.`,
  ].join("\n");
}
