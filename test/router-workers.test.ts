import { createServer, type ServerResponse } from "node:http";
import { beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { completion } from "./router-faults/answers.js";
import { atEnd } from "./support/at-end.js";
import { listen } from "./support/listen.js";
import { type Running, startProgram } from "./support/program.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

/** Requests that the service has got and not answered. */
const held: ServerResponse[] = [];
let program: Running;
let url: string;
let file: string;

let folder: WorkFolder;

/** A service that answers what says `plain`, fails at what says `fail`, and holds what says `hold`. */
async function service(): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    if (body.includes("hold")) held.push(response);
    else if (body.includes("fail")) response.writeHead(503).end("{}");
    else answer(response);
  });
  const port = await listen(server);
  atEnd(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${port}/v1`;
}

function answer(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(completion));
}

/** A request over a connection of its own, so that the workers take turns. */
function ask(text: string, model = "one"): Promise<number> {
  return fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", connection: "close" },
    body: JSON.stringify({ model, messages: [{ role: "user", content: text }] }),
  }).then(
    async (response) => {
      await response.text();
      return response.status;
    },
    () => 0,
  );
}

async function page(path: string): Promise<string> {
  return (await fetch(`${url}${path}`, { headers: { connection: "close" } })).text();
}

beforeAll(async () => {
  const base = await service();
  file = `serve: { max_requests: 3 }
reliability: { retries: 0, cooldown_failures: 3, cooldown_ms: 600000 }
models:
  one: { base_url: "${base}", local: true }
  two: { base_url: "${base}", local: true }
`;
  folder = workFolder({ "router.yaml": file });
  program = await startProgram(["serve", "--config", "router.yaml", "--port", "0", "--workers", "2"], {
    cwd: folder.path,
  });
  url = (await program.untilOutput(/listening on http:\/\/127\.0\.0\.1:\d+/)).slice("listening on ".length);
});

/** How many requests the workers say that they have answered. */
async function counted(): Promise<number> {
  const line = /requests_total\{route="\/v1\/chat\/completions",status="200"\} (\d+)/;
  return Number(line.exec(await page("/metrics"))?.[1]);
}

/** Sends `count` requests that are held, and waits until the router has let in or refused each. */
async function hold(count: number): Promise<{ readonly refused: number; readonly all: Promise<number>[] }> {
  const before = held.length;
  let refused = 0;
  const all = Array.from({ length: count }, () =>
    ask("hold").then((status) => {
      if (status === 503) refused += 1;
      return status;
    }),
  );
  await expect.poll(() => held.length - before + refused).toBe(count);
  return { refused, all };
}

function release(): void {
  for (const response of held.splice(0)) answer(response);
}

describe.sequential("two workers at one address", () => {
  test("let in as many requests at once as the file says, over HTTP and sockets together", async () => {
    const { refused, all } = await hold(8);
    expect([held.length, refused]).toEqual([3, 5]);
    const socket = new WebSocket(`${url.replace("http", "ws")}/v1/chat/ws`);
    const first = new Promise((resolve) => socket.once("message", (data) => resolve(JSON.parse(String(data)))));
    await new Promise((resolve) => socket.once("open", resolve));
    socket.send(JSON.stringify({ model: "one", message: "plain" }));
    expect(await first).toMatchObject({ error: { code: "overloaded" } });
    socket.terminate();
    release();
    expect((await Promise.all(all)).filter((status) => status === 200)).toHaveLength(3);
  });

  test("count together: any of them answers for all", async () => {
    const before = await counted();
    for (let sent = 0; sent < 7; sent += 1) expect(await ask("plain")).toBe(200);
    for (let time = 0; time < 3; time += 1) expect(await counted()).toBe(before + 7);
  });

  test("let a model rest after failures that each of them saw a part of, until it answers one", async () => {
    for (let sent = 0; sent < 3; sent += 1) expect(await ask("fail", "two")).toBe(503);
    const resting = async () => [await page("/ready"), await page("/ready"), await page("/ready")];
    await expect.poll(resting).toEqual(Array.from({ length: 3 }, () => '{"status":"ready","resting":["two"]}'));
    expect(await ask("plain", "two")).toBe(200);
    await expect.poll(resting).toEqual(Array.from({ length: 3 }, () => '{"status":"ready","resting":[]}'));
  });

  test("one that is killed is replaced, what it held may be held again, and what it counted stays", async () => {
    const { all } = await hold(3);
    let lost = 0;
    for (const one of all) void one.then((status) => (lost += status === 0 ? 1 : 0));
    const before = await counted();
    const [pid = 0] = (await program.untilOutput(/processes \d+, \d+/)).match(/\d+/g)?.map(Number) ?? [];
    process.kill(pid, "SIGKILL");
    await program.untilOutput(/worker 1 \(process \d+\) ended by SIGKILL; another one starts in 100 ms/);
    await program.untilOutput(/worker 1 listens on/);
    await expect.poll(() => held.filter(({ destroyed }) => destroyed).length).toBe(lost);
    held.splice(0, held.length, ...held.filter(({ destroyed }) => !destroyed));
    const more = await hold(lost + 1);
    expect(more.refused).toBe(1);
    release();
    await Promise.all([...all, ...more.all]);
    expect(await counted()).toBe(before + 3);
  });

  test("read the file again together, or not at all", async () => {
    const listed = async () => {
      const { data } = JSON.parse(await page("/v1/models")) as { readonly data: readonly { readonly id: string }[] };
      return data.map(({ id }) => id).join(" ");
    };
    const both = async () => new Set([await listed(), await listed(), await listed(), await listed()]);
    folder.write("router.yaml", file.replace("  two:", "  other:").replace("max_requests: 3", "max_requests: 1"));
    program.child.kill("SIGHUP");
    await program.untilOutput(/read router\.yaml again: \w+ over 2 models/);
    await expect.poll(both).toEqual(new Set(["one other auto"]));
    expect((await hold(3)).refused).toBe(2);
    release();
    folder.write("router.yaml", "models: [");
    program.child.kill("SIGHUP");
    await program.untilOutput(/router\.yaml was not loaded; the router keeps its settings/);
    expect(await both()).toEqual(new Set(["one other auto"]));
  });

  test("finish what is under way after SIGTERM, take no more, and end with 0", async () => {
    const { all } = await hold(1);
    program.child.kill("SIGTERM");
    await program.untilOutput(/SIGTERM: taking no more requests/);
    release();
    expect(await Promise.all(all)).toEqual([200]);
    expect((await program.ended).code).toBe(0);
  });
});
