import type { Api } from "../../chat/api.js";
import type { Service } from "./route.js";

/** A tool call that stands in the history of a request; `argumentsText` is JSON text. */
export type AskedCall = { readonly id: string | null; readonly name: string; readonly argumentsText: string };

/** One turn of the conversation so far, whichever API it came in. */
export type AskedTurn =
  | { readonly role: "user"; readonly text: string }
  | { readonly role: "assistant"; readonly text: string; readonly calls: readonly AskedCall[] }
  | { readonly role: "tool"; readonly toolCallId: string | null; readonly text: string };

/** What a request's body says, in no API's words. `prompt`: the text families send one text and no turns. */
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
  /** The id that was asked for, percent-decoded. */
  readonly model: string;
  /** Length of the body in characters: what the made-up input token count is made from. */
  readonly bodyLength: number;
  /** Tokens that the reply may have; null: no limit was sent. */
  readonly tokenLimit: number | null;
  /** OpenAI streams only: `stream_options.include_usage`. */
  readonly usageWanted: boolean;
  /** OpenRouter only: the first upstream of `provider.only` or `provider.order`; null: not pinned. */
  readonly upstreamPin: string | null;
};

/** Every call of the history, in order. */
export function callsAsked(asked: AskedBody): readonly AskedCall[] {
  return asked.turns.flatMap((turn) => (turn.role === "assistant" ? turn.calls : []));
}

/** True when tools are offered or the history holds a call or a result. */
export function usesTools(asked: AskedBody): boolean {
  return asked.toolNames.length > 0 || asked.turns.some(({ role }) => role === "tool") || callsAsked(asked).length > 0;
}

/** True when the last thing said is a tool result (a word of the user after it does not undo that). */
export function isAfterTool(asked: AskedBody): boolean {
  const lastAssistant = asked.turns.findLastIndex(({ role }) => role === "assistant");
  return asked.turns.slice(lastAssistant + 1).some(({ role }) => role === "tool");
}

/** How many times tool results were handed in; results that stand together are one round. */
export function toolRounds(asked: AskedBody): number {
  return asked.turns.filter((turn, index) => turn.role === "tool" && asked.turns[index - 1]?.role !== "tool").length;
}
