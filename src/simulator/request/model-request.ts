import type { AskedApi } from "../../chat/api.js";
import type { JsonObject } from "../../chat/json.js";
import type { Dialect, Door, Service } from "./door.js";
import type { AskedParameters } from "./read-parameters.js";
import type { AskedSettings } from "./read-settings.js";

/** A tool call in the history of a request. `argumentsText` is JSON text. */
export type RequestCall = { readonly id: string | null; readonly name: string; readonly argumentsText: string };

/** One turn of the conversation so far, independent of the API. */
export type RequestTurn =
  | { readonly role: "user"; readonly text: string }
  | { readonly role: "assistant"; readonly text: string; readonly calls: readonly RequestCall[] }
  | { readonly role: "tool"; readonly toolCallId: string | null; readonly text: string };

/** A tool that a request declares. `parameters`: its JSON Schema; null: it has none. */
export type OfferedTool = { readonly name: string; readonly parameters: JsonObject | null };

/** What a request says about calls. `auto`, also where it says nothing: the model decides. */
export type RequestedChoice = "auto" | "none" | "required" | { readonly tool: string };

/** The content of a request's body, independent of the API. `prompt`: the text of a text family; null for the others. */
export type RequestContent = {
  readonly system: string | null;
  readonly turns: readonly RequestTurn[];
  readonly tools: readonly OfferedTool[];
  readonly toolChoice: RequestedChoice;
  readonly prompt: string | null;
};

/** A request as the simulated model sees it. */
export type ModelRequest = RequestContent & {
  readonly service: Service;
  /** null: one of Bedrock's own APIs. */
  readonly door: Door | null;
  readonly dialect: Dialect;
  readonly api: AskedApi;
  /** The requested model id, percent-decoded. */
  readonly model: string;
  /** The length in characters of the body, or in Responses and Messages of its prompt, which gives the synthetic input token count. */
  readonly bodyLength: number;
  readonly settings: AskedSettings;
  readonly parameters: AskedParameters;
  /** OpenAI streams only: `stream_options.include_usage`. */
  readonly includesUsage: boolean;
  /** OpenRouter only: the first upstream of `provider.only` or `provider.order`; null: not pinned. */
  readonly upstreamPin: string | null;
  /** OpenRouter only: the upstreams of `provider.ignore`. */
  readonly ignoredUpstreams: readonly string[];
  /** Other requests are being answered. */
  readonly isBusy: boolean;
};

/** Every call in the history, in order. */
export function historyCalls(request: RequestContent): readonly RequestCall[] {
  return request.turns.flatMap((turn) => (turn.role === "assistant" ? turn.calls : []));
}

/** True if the request offers tools or its history has a call or a result. */
export function usesTools(request: RequestContent): boolean {
  return (
    request.tools.length > 0 || request.turns.some(({ role }) => role === "tool") || historyCalls(request).length > 0
  );
}

/** True if a tool result follows the last assistant turn, whether or not user text follows the result. */
export function isAfterTool(request: RequestContent): boolean {
  const lastAssistant = request.turns.findLastIndex(({ role }) => role === "assistant");
  return request.turns.slice(lastAssistant + 1).some(({ role }) => role === "tool");
}

/** The number of rounds of tool results. Adjacent results are one round. */
export function toolRounds(request: RequestContent): number {
  return request.turns.filter((turn, index) => turn.role === "tool" && request.turns[index - 1]?.role !== "tool")
    .length;
}
