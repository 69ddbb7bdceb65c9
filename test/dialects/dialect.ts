import type { Adapter, Encoded, EncodeRefused, Policy } from "../../src/adapters/adapter.js";
import { adapterFor } from "../../src/adapters/registry.js";
import type { Warning } from "../../src/chat/reply.js";
import type { ChatRequest } from "../../src/chat/request.js";
import type { Target } from "../../src/chat/target.js";
import { converseTarget } from "../support/converse-wire.js";
import { invokeTarget } from "../support/invoke-frames.js";
import { messagesTarget } from "../support/messages-encode.js";
import { plainTarget } from "../support/plain-values.js";
import { responsesTarget } from "../support/responses-encode.js";

/** A way of writing a request: an adapter, and a target of its API without quirks. */
export type Dialect = { readonly title: string; readonly target: Target; readonly adapter: Adapter };

/** The five that are asked. InvokeModel is asked with Kimi's body family. */
export async function dialects(): Promise<readonly Dialect[]> {
  const targets: readonly (readonly [string, Target])[] = [
    ["Chat Completions", plainTarget({ baseUrl: "https://host.example/v1" })],
    ["Converse", converseTarget("converse")],
    ["InvokeModel", { ...invokeTarget("moonshot", false), providerModelId: "moonshotai.kimi-k2.5" }],
    ["Responses", responsesTarget()],
    ["Messages", messagesTarget()],
  ];
  return Promise.all(
    targets.map(async ([title, target]) => ({ title, target, adapter: await adapterFor(target.api) })),
  );
}

/** A request as a dialect writes it. */
export function written(dialect: Dialect, request: ChatRequest, policy: Policy): Encoded | EncodeRefused {
  return dialect.adapter.encode(request, { target: dialect.target, policy });
}

/** A body of a dialect, read back. */
export function readBack(
  { adapter }: Dialect,
  { path, body }: Encoded,
): { readonly request: ChatRequest; readonly warnings: readonly Warning[] } {
  const url = `https://host.example${path}`;
  return adapter.decodeRequest({ method: "POST", url, headers: [], body: Buffer.from(JSON.stringify(body)) });
}
