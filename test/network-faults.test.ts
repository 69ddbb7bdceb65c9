import dns from "node:dns";
import https from "node:https";
import net, { type Socket } from "node:net";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Client } from "../src/chat/api.js";
import type { Target } from "../src/chat/target.js";
import type { Exchange } from "../src/wire/exchange.js";
import type { Deadlines } from "../src/wire/transport/deadline-clock.js";
import { createLiveTransport, type LiveOptions } from "../src/wire/transport/live.js";
import { atEnd } from "./support/at-end.js";
import { runCommand } from "./support/command.js";
import { askOnce, sixTargets, wholeReply } from "./support/fault-run.js";
import { listen } from "./support/listen.js";
import { rawServer, unusedPort } from "./support/raw-server.js";
import { elsewhereIdentity, expiredIdentity, localhostIdentity, type TestIdentity } from "./support/tls-identities.js";
import { workFolder } from "./support/work-folder.js";

afterEach(() => {
  vi.restoreAllMocks();
});

const clients: readonly Client[] = ["sdk", "http"];

/** Every wire API with every client. */
const asking = sixTargets.flatMap((target) => clients.map((client) => ({ api: target.api, client, target })));

const bodies = new Map<string, { readonly contentType: string; readonly body: Buffer }>();
beforeAll(async () => {
  for (const target of sixTargets) bodies.set(target.id, await wholeReply(target));
});

type Where = { readonly url: string; readonly options?: LiveOptions; readonly deadlines?: Partial<Deadlines> };
type Asking = { readonly target: Target; readonly client: Client };

async function ask({ target, client }: Asking, where: Where, watch: (exchange: Exchange) => Exchange = same) {
  const live = createLiveTransport({ environment: {}, ...where.options });
  atEnd(live.close);
  const none: Deadlines = { firstByteMs: null, idleMs: null, totalMs: null };
  const exchange = watch(live.within({ ...none, ...where.deadlines }));
  const { transcript, verdict, taken } = await askOnce(target, { exchange, client, url: where.url });
  const [turn] = transcript.turns;
  return { reply: turn?.reply, attempts: turn?.attempts, verdict, taken };
}

const same = (exchange: Exchange): Exchange => exchange;

/** A server whose answer is the whole reply of a target, spoilt by `answer`. */
async function serving(target: Target, answer: (socket: Socket, whole: Buffer, head: string, body: Buffer) => void) {
  const { contentType, body } = bodies.get(target.id) ?? { contentType: "", body: Buffer.alloc(0) };
  const head = `HTTP/1.1 200 OK\r\ncontent-type: ${contentType}\r\nx-request-id: req-1\r\nx-amzn-requestid: req-1\r\ncontent-length: ${body.length}\r\n\r\n`;
  const server = await rawServer(({ socket }) => answer(socket, Buffer.concat([Buffer.from(head), body]), head, body));
  return server;
}

/** A server that gives its whole reply through TLS. */
async function secure(identity: TestIdentity): Promise<string> {
  const server = https.createServer(identity, (_, response) => response.end("{}"));
  atEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  return `https://localhost:${await listen(server)}`;
}

const trusting = ({ cert }: TestIdentity): LiveOptions => ({ certificateAuthority: cert });

/** Faults before any response header: where to ask, and the system's word. */
const unreachable: readonly (readonly [title: string, code: RegExp, where: () => Promise<Where>])[] = [
  ["a name that does not exist", /^(ENOTFOUND|EAI_AGAIN)$/, async () => ({ url: "http://no-such-service.invalid" })],
  ["a name server that does not answer", /^EAI_AGAIN$/, async () => silentNameServer()],
  ["a port where nobody listens", /^ECONNREFUSED$/, async () => ({ url: `http://127.0.0.1:${await unusedPort()}` })],
  [
    "a port where nobody listens, on IPv6 alone",
    /^(ECONNREFUSED|EADDRNOTAVAIL|ENETUNREACH)$/,
    async () => ({ url: `http://[::1]:${await unusedPort()}` }),
  ],
  ["a connection that hangs", /^UND_ERR_CONNECT_TIMEOUT$/, async () => hangingConnect()],
  ["a certificate of nobody", /^DEPTH_ZERO_SELF_SIGNED_CERT$/, async () => ({ url: await secure(localhostIdentity) })],
  [
    "a certificate that has expired",
    /^CERT_HAS_EXPIRED$/,
    async () => ({ url: await secure(expiredIdentity), options: trusting(expiredIdentity) }),
  ],
  [
    "a certificate for another host",
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    async () => ({ url: await secure(elsewhereIdentity), options: trusting(elsewhereIdentity) }),
  ],
  [
    "a reset before the headers",
    /^(ECONNRESET|UND_ERR_SOCKET)$/,
    async () => raw((socket) => socket.resetAndDestroy()),
  ],
  [
    "a reset inside the headers",
    /^(ECONNRESET|UND_ERR_SOCKET|HPE_\w+)$/,
    async () => raw((socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-ty", () => socket.resetAndDestroy())),
  ],
  ["a half-close without an answer", /^UND_ERR_SOCKET$/, async () => raw((socket) => socket.end())],
  [
    "a proxy that is dead",
    /^ECONNREFUSED$/,
    async () => ({
      url: "http://service.invalid",
      options: { environment: { HTTP_PROXY: `http://127.0.0.1:${await unusedPort()}` } },
    }),
  ],
];

describe.each(unreachable)("%s", (_title, code, where) => {
  test.each(asking)("is network before the headers, so blocked, over $api with client $client", async (one) => {
    const { reply, attempts, verdict, taken } = await ask(one, await where());
    expect(reply?.failure).toMatchObject({ kind: "network", phase: "connect", status: null, raw: null });
    expect(reply?.failure?.code).toMatch(code);
    expect(reply?.failure?.hint).not.toBe("");
    expect(attempts).toMatchObject([{ failure: "network", status: null }]);
    expect(taken).toMatchObject([{ end: "connect-error", response: null, chunks: [] }]);
    expect(verdict).toMatchObject({ observed: "blocked", reason: "connection", findings: [] });
    expect(verdict?.trials).toMatchObject({ attempted: 1, eligible: 0, excluded: { connection: 1 } });
  });
});

describe("a service that never answers", () => {
  test.each(asking)("is a timeout before the headers, so blocked, over $api with client $client", async (one) => {
    const where = await raw(() => {});
    const { reply, attempts, verdict } = await ask(one, { ...where, deadlines: { firstByteMs: 40 } });
    expect(reply?.failure).toMatchObject({ kind: "timeout", phase: "connect" });
    expect(reply?.failure?.message).toContain("deadline 40 ms");
    expect(attempts).toMatchObject([{ failure: "timeout" }]);
    expect(verdict).toMatchObject({ observed: "blocked", reason: "no-answer" });
  });
});

describe("a reset inside the body", () => {
  test.each(asking)("is truncated, and bad, over $api with client $client", async (one) => {
    const server = await serving(one.target, (socket, whole, head, body) => {
      socket.write(whole.subarray(0, head.length + Math.floor(body.length / 2)));
    });
    const reset = () => server.connections[0]?.socket.resetAndDestroy();
    const { reply, verdict, attempts, taken } = await ask(one, server, afterFirstChunk(reset));
    expectTruncated(reply?.completeness, verdict);
    expect(attempts).toMatchObject([{ status: 200, failure: "truncated" }]);
    expect(taken).toMatchObject([{ end: "reset", error: { kind: "reset", code: "ECONNRESET" } }]);
  });
});

const limits: readonly (readonly [title: string, end: number])[] = [
  ...[0, 1, 11, 12, 15, 16].map((bytes) => [`${bytes} bytes`, bytes] as const),
  ["all bytes but one", -1],
];

describe.each(limits)("a body of which %s come", (_title, end) => {
  test.each(asking)("is truncated when the connection closes, over $api with client $client", async (one) => {
    const server = await serving(one.target, (socket, _whole, head, body) => {
      socket.end(Buffer.concat([Buffer.from(head), body.subarray(0, end)]));
    });
    const { reply, verdict } = await ask(one, server);
    expectTruncated(reply?.completeness, verdict);
  });

  test.each(asking)("is truncated when it ends as if it were whole, over $api with client $client", async (one) => {
    const server = await serving(one.target, (socket, _whole, head, body) => {
      const part = body.subarray(0, end);
      socket.end(
        Buffer.concat([Buffer.from(head.replace(/content-length: \d+/, `content-length: ${part.length}`)), part]),
      );
    });
    const { reply, verdict } = await ask(one, server);
    expectTruncated(reply?.completeness, verdict);
  });
});

describe("a body that stops", () => {
  test.each(asking)(
    "is stalled, and bad, with the deadline that said so, over $api with client $client",
    async (one) => {
      const server = await serving(one.target, (socket, whole, head, body) => {
        socket.write(whole.subarray(0, head.length + Math.floor(body.length / 2)));
      });
      const { reply, verdict, taken } = await ask(one, { ...server, deadlines: { idleMs: 40 } });
      expect(reply?.failure).toMatchObject({ kind: "timeout", phase: "body", status: 200, raw: null });
      expect(verdict?.observed).toBe("bad");
      expect(verdict?.findings.map(({ id }) => id)).toEqual(["stalled"]);
      expect(verdict?.findings[0]?.seen).toContain("deadline 40 ms");
      expect(taken).toMatchObject([{ error: { kind: "idle-timeout", deadlineMs: 40 } }]);
    },
  );
});

/** Slow and odd, but whole: none of it may cost the model anything. */
const harmless: readonly (readonly [title: string, answer: Parameters<typeof serving>[1]])[] = [
  ["sliced into single bytes", (socket, whole) => dribble(socket, whole, 1)],
  ["at a hundred bytes a time", (socket, whole) => dribble(socket, whole, 100)],
  ["with headers long before the body", (socket, _whole, head, body) => later(socket, head, () => socket.write(body))],
  ["late as a whole", (socket, whole) => later(socket, "", () => socket.write(whole))],
  [
    "without a length, ended by a half-close",
    (socket, _whole, head, body) =>
      later(socket, head.replace(/content-length: \d+/, "connection: close"), () => socket.end(body)),
  ],
  ["and a connection that closes slowly afterwards", (socket, whole) => later(socket, whole, () => socket.end())],
];

describe.each(harmless)("a reply %s", (_title, answer) => {
  test.each(asking)("is ok over $api with client $client", async (one) => {
    const { reply, verdict } = await ask(one, await serving(one.target, answer));
    expect(reply?.failure).toBeNull();
    expect(verdict).toMatchObject({ observed: "ok", sampleText: "42", findings: [] });
  });
});

describe("as a process, a service that cannot be reached", () => {
  test.each<[string, () => Promise<string>]>([
    ["since nobody listens", async () => `http://127.0.0.1:${await unusedPort()}`],
    ["since its name does not exist", async () => "http://no-such-service.invalid"],
    ["since it resets every connection", async () => (await raw((socket) => socket.resetAndDestroy())).url],
  ])("%s ends the run with 4, not 1, and the attempt is in the evidence", async (_title, url) => {
    const folder = workFolder();
    const args = ["run", "--live", "--target", "openai-chat:m", "--base-url", await url(), "--scenario", "basic-chat"];
    const { code, stdout, stderr } = await runCommand(args, { cwd: folder.path });
    const runs = folder.contents("runs");
    expect(stdout).toContain("blocked: connection");
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(code).toBe(4);
    const journal = Object.entries(runs).find(([file]) => file.endsWith("journal.jsonl"))?.[1] ?? "";
    const { transcript, entries } = JSON.parse(journal).record;
    expect(transcript.turns[0].attempts).toMatchObject([{ failure: "network", status: null }]);
    expect(entries).toMatchObject([{ _end: "connect-error" }]);
  });
});

function expectTruncated(completeness: string | undefined, verdict: Awaited<ReturnType<typeof askOnce>>["verdict"]) {
  expect(completeness).toMatch(/^truncated(-after-finish)?$/);
  expect(verdict?.observed).toBe("bad");
  expect(verdict?.findings.filter(({ severity }) => severity === "bad").map(({ id }) => id)).toEqual(["truncated"]);
}

async function raw(answer: (socket: Socket) => unknown): Promise<Where> {
  const server = await rawServer(({ socket }) => void answer(socket));
  return server;
}

/** Accepts, and never speaks TLS: a connection is not there before its handshake is done. */
async function hangingConnect(): Promise<Where> {
  const server = net.createServer((socket) => atEnd(() => socket.destroy()));
  atEnd(() => server.close());
  return { url: `https://127.0.0.1:${await listen(server)}`, options: { connectTimeoutMs: 40 } };
}

/** What a resolver says when no name server answered in time. */
function silentNameServer(): Where {
  const late = Object.assign(new Error("getaddrinfo EAI_AGAIN service.invalid"), { code: "EAI_AGAIN" });
  vi.spyOn(dns, "lookup").mockImplementation((...args: unknown[]) => {
    const callback = args.at(-1);
    if (typeof callback === "function") process.nextTick(() => callback(late));
  });
  return { url: "http://service.invalid" };
}

/** Runs once the client's side holds the first chunk, so that what breaks then breaks inside the body. */
function afterFirstChunk(run: () => void): (exchange: Exchange) => Exchange {
  return (exchange) => async (request, signal) => {
    const response = await exchange(request, signal);
    return { ...response, chunks: tapped(response.chunks, run) };
  };
}

async function* tapped(chunks: AsyncIterable<Uint8Array>, run: () => void): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of chunks) {
    yield chunk;
    if (isFirst) run();
    isFirst = false;
  }
}

/** Writes piece after piece, each in a turn of the event loop of its own. */
function dribble(socket: Socket, bytes: Buffer, size: number): void {
  socket.setNoDelay(true);
  const step = (at: number): void => {
    if (at >= bytes.length || socket.destroyed) return;
    socket.write(bytes.subarray(at, at + size), () => setImmediate(step, at + size));
  };
  step(0);
}

/** Writes the first part, and runs the rest a few turns of the event loop after it has left. */
function later(socket: Socket, first: string | Buffer, rest: () => void): void {
  const wait = (turns: number): void => void (turns === 0 ? rest() : setImmediate(wait, turns - 1));
  socket.write(first, () => wait(20));
}
