import { chatCompletions } from "./apis/chat-completions.js";
import { cohereChat } from "./apis/cohere-chat.js";
import { converse } from "./apis/converse.js";
import { generateContent } from "./apis/generate-content.js";
import { invokeModel } from "./apis/invoke-model.js";
import { messages } from "./apis/messages.js";
import { responses } from "./apis/responses.js";
import type { WireApi } from "./apis/wire-api.js";

const askedApis = [chatCompletions, converse, invokeModel, responses, messages] as const;

/** The wire APIs, in the order of help texts and of the identification of recordings; behind them those that are only read. */
export const wireApis = [...askedApis, generateContent, cohereChat] as const;

/** A table of wire APIs. The default is {@link wireApis} everywhere; tests pass their own. */
export type ApiTable = readonly WireApi[];

type WholeName = (typeof wireApis)[number]["name"];

/** A wire API by name. Streaming is part of the name, because the two of a pair can fail differently. */
export type Api = WholeName | `${WholeName}-stream`;

type AskedName = (typeof askedApis)[number]["name"];

/** The name of an API that can be asked, as the simulator is. */
export type AskedApi = AskedName | `${AskedName}-stream`;

/** The names of a table, each API before its streaming twin. */
export function apiNames(table: ApiTable = wireApis): readonly Api[] {
  return table.flatMap(namesOf);
}

/** The names of {@link wireApis}. */
export const apis = apiNames();

/** The names of the APIs that a target can have: those that a provider serves. The others are only read, from recordings. */
export function askedApiNames(table: ApiTable = wireApis): readonly AskedApi[] {
  // Only a test's table has names outside the type.
  return apiNames(table.filter(({ servedBy }) => Object.keys(servedBy).length > 0)) as readonly AskedApi[];
}

/** The two names of an API. */
export function namesOf({ name }: WireApi): readonly [whole: Api, streaming: Api] {
  // Only a test's table has names outside the type.
  const whole = name as WholeName;
  return [whole, `${whole}-stream`];
}

/** The row of an API, by either of its names; null: not in the table. */
export function wireApiOf(api: Api, table: ApiTable = wireApis): WireApi | null {
  const whole = wholeOf(api);
  return table.find(({ name }) => name === whole) ?? null;
}

/** True for an API that answers with a stream. */
export function isStreaming(api: Api): boolean {
  return api.endsWith("-stream");
}

/** The streaming API of a pair, by either name. */
export function streamingOf(api: Api): Api {
  return `${wholeOf(api)}-stream`;
}

/** The non-streaming API of a pair, by either name. */
export function wholeOf(api: AskedApi): AskedName;
export function wholeOf(api: Api): WholeName;
export function wholeOf(api: Api): WholeName {
  return (isStreaming(api) ? api.slice(0, -"-stream".length) : api) as WholeName;
}

/** Who sends a request. `sdk`: the official SDK. `http`: our own signed requests and decoders. */
export type Client = "sdk" | "http";
