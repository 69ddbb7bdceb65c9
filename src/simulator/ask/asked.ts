import type { Api } from "../../chat/api.js";
import type { Service } from "./route.js";

/** A tool call in the history of a request. `argumentsText` is JSON text. */
export type AskedCall = { readonly id: string | null; readonly name: string; readonly argumentsText: string };

/** One turn of the conversation so far, independent of the API. */
export type AskedTurn =
  | { readonly role: "user"; readonly text: string }
  | { readonly role: "assistant"; readonly text: string; readonly calls: readonly AskedCall[] }
  | { readonly role: "tool"; readonly toolCallId: string | null; readonly text: string };

/** The content of a request's body, independent of the API. `prompt`: the text of a text family; null for the others. */
export type AskedBody = {
  readonly system: string | null;
  readonly turns: readonly AskedTurn[];
  readonly toolNames: readonly string[];
  readonly prompt: string | null;
};

/** A request as the simulated model sees it. */
export type Asked = AskedBody & {
  readonly service: Service;
  readonly api: Api;
  /** The requested model id, percent-decoded. */
  readonly model: string;
  /** The length of the body in characters, which gives the synthetic input token count. */
  readonly bodyLength: number;
  /** The maximum number of tokens in the reply; null: the request has no limit. */
  readonly tokenLimit: number | null;
  /** OpenAI streams only: `stream_options.include_usage`. */
  readonly usageWanted: boolean;
  /** OpenRouter only: the first upstream of `provider.only` or `provider.order`; null: not pinned. */
  readonly upstreamPin: string | null;
};

/** Every call in the history, in order. */
export function callsAsked(asked: AskedBody): readonly AskedCall[] {
  return asked.turns.flatMap((turn) => (turn.role === "assistant" ? turn.calls : []));
}

/** True if the request offers tools or its history has a call or a result. */
export function usesTools(asked: AskedBody): boolean {
  return asked.toolNames.length > 0 || asked.turns.some(({ role }) => role === "tool") || callsAsked(asked).length > 0;
}

/** True if a tool result follows the last assistant turn, whether or not user text follows the result. */
export function isAfterTool(asked: AskedBody): boolean {
  const lastAssistant = asked.turns.findLastIndex(({ role }) => role === "assistant");
  return asked.turns.slice(lastAssistant + 1).some(({ role }) => role === "tool");
}

/** The number of rounds of tool results. Adjacent results are one round. */
export function toolRounds(asked: AskedBody): number {
  return asked.turns.filter((turn, index) => turn.role === "tool" && asked.turns[index - 1]?.role !== "tool").length;
}
