import type { Adapter, Encoded } from "../../src/adapters/adapter.js";
import type { SpokenApi } from "../../src/adapters/spoken-api.js";
import { isStreaming } from "../../src/chat/api.js";
import type { WireApi } from "../../src/chat/apis/wire-api.js";
import type { ChatEvent } from "../../src/chat/event.js";
import { isJsonObject, type JsonObject } from "../../src/chat/json.js";
import { type ChatRequest, plainRequest } from "../../src/chat/request.js";
import type { WireRequest, WireResponse } from "../../src/wire/exchange.js";
import { parseJson } from "../../src/wire/json.js";

/**
 * An invented API: `{ model, ask, stream }` is answered with `{ made: true, said }`, or as SSE with `{ piece }` events and a last
 * `{ over: true }`. Bedrock Mantle serves it under a separate base URL.
 */
const madeUp: WireApi<"made-up"> = {
  name: "made-up",
  title: "Made Up",
  servedBy: { openrouter: null, "bedrock-mantle": "https://bedrock-mantle.{region}.api.aws/elsewhere" },
  onlyAt: null,
  usual: null,
  paths: { modelIn: "body", whole: /\/made-up$/, streaming: null },
  stream: { kind: "sse" },
  hasFamilies: false,
  sameRepliesAs: null,
  replaysUnsignedReasoning: true,
  addedMembers: { names: ["usage"], refusal: "Made Up has no such member" },
  example: { heading: "**made-up** (nobody)", text: '{"ask": "What\'s the weather?"}' },
};

/** The adapter of the invented API; it uses plain HTTP for both clients. */
const adapter: Adapter = {
  encode,
  open: async (_client, { target, transport, baseUrl }) =>
    async function* (request, signal) {
      const { path, body } = encode(request, { target });
      const url = `${baseUrl ?? target.baseUrl}${path}`;
      const bytes = new TextEncoder().encode(JSON.stringify(body));
      yield* read(await transport.exchange({ method: "POST", url, headers: [], body: bytes }, signal));
    },
  read,
  decodeRequest: (request) => ({ request: decode(request), warnings: [] }),
};

export const spokenMadeUp: SpokenApi = {
  api: madeUp,
  speaks: { asks: true, load: () => Promise.resolve(adapter) },
  signs: {
    reply: { name: ({ made }) => made === true },
    payload: { member: ({ piece }) => typeof piece === "string" },
    damaged: { reply: /^\{"made": ?true/, events: null, payload: /^\{"piece"/ },
    endMark: null,
    several: null,
  },
  familyOf: null,
};

function encode(request: ChatRequest, { target }: { readonly target: Parameters<Adapter["encode"]>[1]["target"] }) {
  const texts = request.messages.flatMap(({ parts }) => parts.map((part) => (part.kind === "text" ? part.text : "")));
  const body = { model: request.model, ask: texts.join("\n"), stream: isStreaming(target.api), ...request.extra };
  const aliases = { toolCallIds: new Map(), toolNames: new Map() };
  return { kind: "encoded", path: "/made-up", body, warnings: [], aliases } satisfies Encoded;
}

async function* read({ status, chunks }: WireResponse): AsyncGenerator<ChatEvent> {
  yield { kind: "reply-start", status, requestId: null };
  yield { kind: "text-start", part: 0 };
  let text = "";
  for await (const chunk of chunks) text += new TextDecoder().decode(chunk);
  for (const { said, piece } of payloadsIn(text)) {
    const delta = said ?? piece;
    if (typeof delta === "string") yield { kind: "text-delta", part: 0, text: delta };
  }
  yield { kind: "part-end", part: 0 };
  yield { kind: "finish", finish: { kind: "stop", raw: null, nativeRaw: null, stopSequence: null } };
  yield { kind: "reply-end" };
}

function payloadsIn(text: string): readonly JsonObject[] {
  const found = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = ""]) => data);
  return (found.length === 0 ? [text] : found).flatMap((one) => {
    const parsed = parseJson(one);
    return parsed.ok && isJsonObject(parsed.value) ? [parsed.value] : [];
  });
}

function decode({ body }: WireRequest): ChatRequest {
  const [{ model, ask } = {}] = payloadsIn(new TextDecoder().decode(body ?? new Uint8Array()));
  return plainRequest(String(model), [{ role: "user", parts: [{ kind: "text", text: String(ask) }], name: null }]);
}
