import { adapterFor } from "../../src/adapters/registry.js";
import { type Api, type Client, isStreaming } from "../../src/chat/api.js";
import { foldAsync } from "../../src/chat/fold.js";
import type { Reply } from "../../src/chat/reply.js";
import { plainRequest } from "../../src/chat/request.js";
import type { Target } from "../../src/chat/target.js";
import { noQuirks, unknownCapabilities } from "../../src/chat/unset.js";
import { failureOutcome } from "../../src/verdict/failure-outcome.js";
import type { WireHeaders } from "../../src/wire/exchange.js";
import { transportOf } from "../../src/wire/transport/faces.js";

/** The answer of a service. Defaults: a 200 with JSON. */
export type ServiceAnswer = {
  readonly status?: number;
  readonly headers?: WireHeaders;
  readonly body: string | Uint8Array;
};

/** What a service's answer is, as each of the two clients reads it. */
export type Answered = { readonly sdk: Outcome; readonly http: Outcome };

/** `outcome`: `ok`, `finding (cause)` or `excluded: reason`. `words`: what is quoted with it. */
export type Outcome = { readonly outcome: string; readonly words: string; readonly text: string };

/** Asks an API that gives this answer, with the official SDK and with our own client. */
export async function answered(api: Api, answer: ServiceAnswer): Promise<Answered> {
  return { sdk: await outcomeOf("sdk", api, answer), http: await outcomeOf("http", api, answer) };
}

async function outcomeOf(client: Client, api: Api, { status = 200, headers, body }: ServiceAnswer): Promise<Outcome> {
  const transport = transportOf(async () => ({
    status,
    headers: headers ?? [["content-type", "application/json"]],
    chunks: chunksOf(typeof body === "string" ? new TextEncoder().encode(body) : body),
  }));
  const { open } = await adapterFor(api);
  const credentials = { kind: "bearer", token: "key" } as const;
  const send = await open(client, { target: targetOf(api), transport, credentials, policy: "faithful", baseUrl: null });
  const request = {
    ...plainRequest("m", [{ role: "user", parts: [{ kind: "text", text: "When is high water?" }], name: null }]),
    maxOutputTokens: 100,
  } as const;
  return described(await foldAsync(send(request, new AbortController().signal)), isStreaming(api));
}

function described(reply: Reply, streaming: boolean): Outcome {
  const text = reply.parts.flatMap((part) => (part.kind === "text" ? [part.text] : [])).join("");
  const found = failureOutcome(reply, streaming);
  if (found.kind === "none") return { outcome: "ok", words: "", text };
  if (found.kind === "excluded") return { outcome: `excluded: ${found.reason}`, words: found.message, text };
  const { id, cause, seen } = found.finding;
  return { outcome: cause === null ? id : `${id} (${cause})`, words: seen, text };
}

/** In pieces of 7 bytes, so that nothing depends on how the body is cut. */
async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}

function targetOf(api: Api): Target {
  const isChat = api.startsWith("chat");
  return {
    ...{ id: `m/p/${api}`, model: "m", provider: "p", api, providerModelId: "vendor.m-v1:0", region: "eu-west-1" },
    ...{ upstreamPin: null, upstreamName: null, baseUrl: "http://127.0.0.1:1/v1", keyVariable: null },
    ...{ auth: isChat ? "bearer" : "bedrock", signingName: null, capabilities: unknownCapabilities },
    ...{ quirks: { ...noQuirks, family: api.startsWith("invoke") ? "moonshot" : null } },
    ...{ extra: {}, price: null, sources: [] },
  };
}
