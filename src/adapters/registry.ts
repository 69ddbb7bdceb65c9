import { type Api, wholeOf } from "../chat/api.js";
import type { Adapter, Reader } from "./adapter.js";
import { spokenMessages } from "./anthropic-messages/spoken.js";
import { spokenConverse } from "./bedrock-converse/spoken.js";
import { spokenInvokeModel } from "./bedrock-invoke/spoken.js";
import { spokenCohereChat } from "./cohere-chat/spoken.js";
import { spokenGenerateContent } from "./gemini-generate/spoken.js";
import { spokenChatCompletions } from "./openai-chat/spoken.js";
import { spokenResponses } from "./openai-responses/spoken.js";
import type { SpokenApi } from "./spoken-api.js";

/** Every API that llm-parity speaks, in the order of `wireApis`. A recording is matched against them in this order. */
export const spokenApis: readonly SpokenApi[] = [
  spokenChatCompletions,
  spokenConverse,
  spokenInvokeModel,
  spokenResponses,
  spokenMessages,
  spokenGenerateContent,
  spokenCohereChat,
];

/** The entry of a table for an API, under its streaming name or the other. Throws TypeError when the table has none. */
export function spokenApi(api: Api, table: readonly SpokenApi[] = spokenApis): SpokenApi {
  const whole = wholeOf(api);
  const found = table.find((one) => one.api.name === whole);
  if (found === undefined) throw new TypeError(`no adapter speaks ${api}`);
  return found;
}

/** What reads an API; every API has exactly one. Loaded on the first call. Rejects with TypeError when the table has none. */
export async function readerFor(api: Api, table: readonly SpokenApi[] = spokenApis): Promise<Reader> {
  const { speaks } = spokenApi(api, table);
  return speaks.asks ? adapterOf(speaks) : readerOf(speaks);
}

/**
 * The adapter for an API that is asked. Loaded on the first call. Rejects with TypeError for an API that the table does not have, or
 * that is only read.
 *
 * @example
 * const adapter = await adapterFor(target.api);
 * const send = await adapter.open("http", { target, transport, credentials, policy: "repair", baseUrl: null });
 * for await (const event of send(request, signal)) console.log(event.kind);
 */
export async function adapterFor(api: Api, table: readonly SpokenApi[] = spokenApis): Promise<Adapter> {
  const { speaks } = spokenApi(api, table);
  if (!speaks.asks) throw new TypeError(`${api} is read from recordings, and not asked`);
  return adapterOf(speaks);
}

const adapterOf = loadedOnce<Adapter>();
const readerOf = loadedOnce<Reader>();

/** To import a part again, for each of many recordings, is not free. One that could not be loaded is tried again. */
function loadedOnce<Part>(): (of: { readonly load: () => Promise<Part> }) => Promise<Part> {
  const loading = new WeakMap<object, Promise<Part>>();
  return (of) => {
    const begun = loading.get(of);
    if (begun !== undefined) return begun;
    const part = of.load();
    loading.set(of, part);
    part.catch(() => loading.delete(of));
    return part;
  };
}
