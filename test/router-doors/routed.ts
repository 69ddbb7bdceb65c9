import { randomUUID } from "node:crypto";
import { Stop } from "../../src/chat/stop-signal.js";
import type { RoutedModel } from "../../src/router/config/router-config.js";
import { createUpstreams } from "../../src/router/relay/upstreams.js";
import { complete } from "../../src/router/serve/complete.js";
import { createRouter } from "../../src/router/serve/router.js";
import type { Exchange, WireHeaders } from "../../src/wire/exchange.js";
import { plainConfig, plainModel } from "../support/scripted-router.js";
import type { Client } from "./clients.js";
import type { Said, Upstream } from "./upstreams.js";

/** What a service answers. `cut`: its stream ends after so many of its events. `broken`: bytes in place of those that follow. */
export type Answer = {
  readonly said: Said;
  readonly cut?: number;
  readonly broken?: Uint8Array;
};

/** An answer as a client got it, and what the services were sent. `text`: of a stream; null: the answer is JSON. */
export type Got = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: unknown;
  readonly text: string | null;
  readonly sent: readonly Sent[];
};

/** A request that a service got. */
type Sent = { readonly url: string; readonly headers: WireHeaders; readonly body: string };

type Asking = {
  readonly client: Client;
  readonly body: object;
  /** The services of the models `a`, `b`, …, which are asked in turn. */
  readonly to: readonly {
    readonly upstream: Upstream;
    readonly answer: Answer;
    readonly model?: Partial<RoutedModel>;
  }[];
  /** Whether the client gets the headers before anything is known. */
  readonly isAhead?: boolean;
  readonly headers?: { readonly [name: string]: string };
};

/** Asks the router through an API, with a service in this process for each model. */
export async function routed({ client, body, to, isAhead = false, headers = {} }: Asking): Promise<Got> {
  const sent: Sent[] = [];
  const models = to.map(({ upstream, model }, index) =>
    plainModel("abc"[index] ?? "", {
      ...{ whole: upstream.targetOf(false), streaming: upstream.targetOf(true) },
      ...{ credentials: [{ kind: "bearer", token: "service-key-0001" }], ...model },
    }),
  );
  const exchange: Exchange = async ({ url, headers: own, body: bytes }) => {
    const { upstream, answer } = to[sent.length] ?? expectNoMore();
    const text = new TextDecoder().decode(bytes ?? new Uint8Array());
    sent.push({ url, headers: own, body: text });
    const isStream = /stream/.test(url) || JSON.parse(text).stream === true;
    const type = isStream ? upstream.streamType : "application/json";
    return { status: 200, headers: [["content-type", type]], chunks: piecesOf(upstream, answer, isStream) };
  };
  const config = plainConfig(models, { fallback: models.slice(1).map(({ name }) => name) });
  const router = createRouter({
    ...{ config, askModel: createUpstreams(exchange), measured: null, sleep: async () => {} },
  });
  const patience = isAhead ? async () => null : undefined;
  const surroundings = { router, id: randomUUID(), signal: new Stop(), patience, log: () => undefined };
  const asked = JSON.parse(JSON.stringify({ model: "a", ...body }));
  const answered = await complete(asked, { ...surroundings, door: client.door, headers });
  if (answered.kind === "json") return { ...answered, text: null, sent };
  let text = "";
  for await (const piece of answered.pieces) text += piece;
  return { status: 200, headers: answered.headers, body: null, text, sent };
}

async function* piecesOf(upstream: Upstream, { said, cut, broken }: Answer, isStream: boolean) {
  if (!isStream) {
    yield new TextEncoder().encode(JSON.stringify(upstream.whole(said)));
    return;
  }
  yield* upstream.pieces(said).slice(0, cut);
  if (broken !== undefined) yield broken;
}

function expectNoMore(): never {
  throw new Error("more services were asked than there are");
}
