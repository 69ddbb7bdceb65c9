import { type Api, wholeOf } from "../chat/api.js";
import type { Adapter } from "./adapter.js";
import { spokenConverse } from "./bedrock-converse/spoken.js";
import { spokenInvokeModel } from "./bedrock-invoke/spoken.js";
import { spokenChatCompletions } from "./openai-chat/spoken.js";
import type { SpokenApi } from "./spoken-api.js";

/** Every API that llm-parity speaks, in the order of `wireApis`. A recording is matched against them in this order. */
export const spokenApis: readonly SpokenApi[] = [spokenChatCompletions, spokenConverse, spokenInvokeModel];

/** The entry of a table for an API, under its streaming name or the other. Throws TypeError when the table has none. */
export function spokenApi(api: Api, table: readonly SpokenApi[] = spokenApis): SpokenApi {
  const whole = wholeOf(api);
  const found = table.find((one) => one.api.name === whole);
  if (found === undefined) throw new TypeError(`no adapter speaks ${api}`);
  return found;
}

/** Adapters that were asked for: to import one again, for each of many recordings, is not free. */
const loading = new WeakMap<SpokenApi, Promise<Adapter>>();

/**
 * The adapter for an API; every API has exactly one. Loaded on the first call. Rejects with TypeError when the table has none.
 *
 * @example
 * const adapter = await adapterFor(target.api);
 * const send = await adapter.open("http", { target, transport, credentials, policy: "repair", baseUrl: null });
 * for await (const event of send(request, signal)) console.log(event.kind);
 */
export async function adapterFor(api: Api, table: readonly SpokenApi[] = spokenApis): Promise<Adapter> {
  const spoken = spokenApi(api, table);
  const adapter = loading.get(spoken) ?? spoken.adapter();
  loading.set(spoken, adapter);
  return adapter;
}
