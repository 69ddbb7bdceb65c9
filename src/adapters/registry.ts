import { type Api, wholeOf } from "../chat/api.js";
import type { Adapter } from "./adapter.js";
import { spokenConverse } from "./bedrock-converse/spoken.js";
import { spokenInvokeModel } from "./bedrock-invoke/spoken.js";
import { spokenChatCompletions } from "./openai-chat/spoken.js";
import type { SpokenApi } from "./spoken-api.js";

/** What we speak of each row of `wireApis`, in the same order, which is also the one in which recordings are asked. */
export const spokenApis: readonly SpokenApi[] = [spokenChatCompletions, spokenConverse, spokenInvokeModel];

/** An API of a table by either of its names. Throws TypeError for one that nobody speaks. */
export function spokenApi(api: Api, table: readonly SpokenApi[] = spokenApis): SpokenApi {
  const whole = wholeOf(api);
  const found = table.find((one) => one.api.name === whole);
  if (found === undefined) throw new TypeError(`no adapter speaks ${api}`);
  return found;
}

/** The adapter that speaks an API; every API has exactly one. Loaded when it is first asked for. */
export async function adapterFor(api: Api, table: readonly SpokenApi[] = spokenApis): Promise<Adapter> {
  return spokenApi(api, table).adapter();
}
