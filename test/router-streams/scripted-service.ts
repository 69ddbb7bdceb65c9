import { createUpstreams } from "../../src/router/relay/upstreams.js";
import { type RouterServer, serveRouter } from "../../src/router/serve/http-server.js";
import { createRouter, type Router } from "../../src/router/serve/router.js";
import type { Exchange } from "../../src/wire/exchange.js";
import { createLiveTransport } from "../../src/wire/transport/live.js";
import { chunk, event, json, sse } from "../router-faults/answers.js";
import { atEnd } from "../support/at-end.js";
import { testLimitMs } from "../support/limits.js";
import { type Connection, rawServer } from "../support/raw-server.js";
import { routerOf } from "../support/router-run.js";

/** How a scripted reply ends. `nothing`: with its finish and `[DONE]`. `failure`: with an error event, or HTTP 500 if it is whole. */
export type Ending = "nothing" | "cut" | "stall" | "failure";

/** A reply of a scripted service: what it says, and how it ends. `refused`: it is an HTTP status and no reply. */
export type Script =
  | {
      readonly deltas: readonly object[];
      readonly ending: Ending;
      /** True: the end comes only once a client has what came before. Default: all comes at once. */
      readonly pauses?: boolean;
    }
  | { readonly refused: number }
  | { readonly answer: (connection: Connection) => void };

export const thinks = (ending: Ending): Script => ({
  deltas: [{ reasoning_content: "Hm." }, { reasoning_content: " I see." }],
  ending,
});
export const says = (...texts: readonly string[]): Script => ({
  deltas: texts.map((content) => ({ content })),
  ending: "nothing",
});
export const thinksAndSays: Script = { deltas: [{ reasoning_content: "Hm." }, { content: "42" }], ending: "nothing" };

export type Scripted = RouterServer & {
  readonly router: Router;
  /** The models that were asked, in order. */
  readonly asked: () => readonly string[];
  readonly bodies: () => readonly { readonly model: string; readonly messages: readonly object[] }[];
  readonly lines: readonly string[];
};

/**
 * A router before a service on loopback that plays these replies: each model's in turn, the last one again and again. `file`: more
 * of the router's file. A reply that stalls is ended by a short deadline of its own.
 */
export async function scripted(
  scripts: { readonly [model: string]: readonly Script[] },
  { guard = "early", file = "", models = "" }: { guard?: string; file?: string; models?: string } = {},
): Promise<Scripted> {
  const bodies: { readonly model: string; readonly messages: readonly object[] }[] = [];
  const service = await rawServer((connection) => {
    const body = JSON.parse(connection.request.slice(connection.request.indexOf("\r\n\r\n")));
    const turn = bodies.filter(({ model }) => model === body.model).length;
    bodies.push(body);
    const own = scripts[body.model] ?? [];
    const script = own[Math.min(turn, own.length - 1)];
    if (script === undefined) connection.socket.destroy();
    else if (body.stream === true) play(connection, script);
    else playWhole(connection, script);
  });
  const names = Object.keys(scripts);
  const entries = names.map((name) => `  ${name}: { base_url: "${service.url}/v1", local: true${models} }`);
  const config = routerOf(`
${file.includes("serve:") ? "" : "serve: { port: 0 }"}
router: { strategy: round_robin, fallback_models: [${names.join(", ")}] }
${file.includes("reliability:") ? "" : `reliability: { retries: 0, backoff_ms: 1, empty_reply_guard: ${guard} }`}
models:
${entries.join("\n")}
${file}
`);
  const live = createLiveTransport({ environment: {} });
  const neverMs = 10 * testLimitMs;
  const exchange: Exchange = (request, signal) => {
    const { model } = JSON.parse(new TextDecoder().decode(request.body ?? new Uint8Array())) as { model: string };
    const stalls = (scripts[model] ?? []).some((script) => "ending" in script && script.ending === "stall");
    const deadlines = { firstByteMs: neverMs, idleMs: stalls ? 300 : neverMs, totalMs: neverMs };
    return live.within(deadlines)(request, signal);
  };
  const router = createRouter({ config, askModel: createUpstreams(exchange), measured: null });
  const lines: string[] = [];
  const server = await serveRouter(() => router, { log: (line) => lines.push(line) });
  atEnd(live.close);
  atEnd(() => server.drain(0));
  return { ...server, router, lines, asked: () => bodies.map(({ model }) => model), bodies: () => bodies };
}

const errorEvent = event(JSON.stringify({ error: { message: "it fell over", code: 502, type: "server_error" } }));

function play(connection: Connection, script: Script): void {
  const { socket } = connection;
  if ("answer" in script) {
    script.answer(connection);
    return;
  }
  if ("refused" in script) {
    socket.end(json(script.refused, { error: { message: "no" } }));
    return;
  }
  const text = script.deltas.map((delta) => event(chunk(delta))).join("");
  socket.write(sse(text));
  if (script.ending === "stall") return;
  const end = () => socket.end(endings[script.ending]);
  if (script.pauses === true) atPause.push(end);
  else end();
}

const endings: { readonly [Kind in Ending]: string } = {
  nothing: event(chunk({}, "stop")) + event("[DONE]"),
  ...{ cut: "", stall: "", failure: errorEvent },
};

const atPause: (() => void)[] = [];

/** Lets the replies that pause come to their end. */
export function endPauses(): void {
  for (const end of atPause.splice(0)) end();
}

function playWhole(connection: Connection, script: Script): void {
  const { socket } = connection;
  if (!("deltas" in script)) {
    play(connection, script);
    return;
  }
  const joined = (member: string) => {
    const texts = script.deltas.flatMap((delta) => (delta as { readonly [name: string]: string })[member] ?? []);
    return texts.length === 0 ? {} : { [member]: texts.join("") };
  };
  const message = { role: "assistant", content: null, ...joined("content"), ...joined("reasoning_content") };
  const whole = json(200, {
    id: "gen-1",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, message, finish_reason: "stop" }],
  });
  const half = whole.subarray(0, whole.length - 20);
  if (script.ending === "nothing") socket.end(whole);
  else if (script.ending === "failure") socket.end(json(500, { error: { message: "it fell over" } }));
  else if (script.ending === "cut") socket.end(half);
  else socket.write(half);
}
