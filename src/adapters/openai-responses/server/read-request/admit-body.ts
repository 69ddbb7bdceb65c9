import type { JsonObject } from "../../../../chat/json.js";
import { admitReaching, type Reach, type Reading } from "../../../server/admit-reaching.js";

/** The members of a body of this API that may go on, see {@link admitReaching}. */
export function admitBody(body: JsonObject, reading: Reading): JsonObject {
  return admitReaching(body, { reaching, known }, reading);
}

function stored(what: string, code = "unsupported_parameter"): Reach {
  return { why: `this router stores no ${what}, so send the whole conversation in 'input'`, harmless: [], code };
}

/**
 * Members that choose more than the reply (openai 6.49.0, ResponseCreateParamsBase, read 2026-11-29). `previous_response_not_found` is
 * what OpenAI answers for a response that it does not have (recordings of 2026).
 */
const reaching: ReadonlyMap<string, Reach> = new Map([
  ["previous_response_id", stored("responses", "previous_response_not_found")],
  ["conversation", stored("conversations")],
  ["prompt", stored("prompts")],
  [
    "background",
    {
      why: "this router stores no responses, so none could be fetched later",
      harmless: [false],
      code: "unsupported_parameter",
    },
  ],
  [
    "service_tier",
    {
      why: "it chooses price and priority, which the router's configuration decides",
      harmless: ["auto", "default"],
      code: "forbidden_parameter",
    },
  ],
]);

/** Members that this door reads itself. */
const known: ReadonlySet<string> = new Set([
  ...["model", "input", "instructions", "stream", "stream_options", "store", "include", "truncation"],
  ...["max_output_tokens", "max_tool_calls", "temperature", "top_p", "top_k", "top_logprobs"],
  ...["presence_penalty", "frequency_penalty", "tools", "tool_choice", "parallel_tool_calls", "text", "reasoning"],
]);
