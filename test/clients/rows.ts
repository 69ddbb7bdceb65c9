import type { Ending, Shown } from "./client.js";
import { callCut, calls, callsTwice, cutAfterCall } from "./upstream/calls.js";
import type { Reply } from "./upstream/reply.js";
import * as texts from "./upstream/texts.js";

export const modes = ["whole", "streamed"] as const;
export type Mode = (typeof modes)[number];

/** The models of the router's file, by the API of their service. */
export const services = ["chat", "converse"] as const;
export type Service = (typeof services)[number];

/** One thing that happens behind the router, and what a person must see of it with every client. */
export type Row = {
  readonly name: string;
  readonly modes: readonly Mode[];
  readonly withTool: boolean;
  /** The model to ask for, in place of the one behind the API under test. */
  readonly model: string | null;
  /** What the service does at each request. */
  readonly replies: readonly Reply[];
  /** How often it is asked. */
  readonly asks: number;
  /** Another service stands by, which answers well. */
  readonly fallback: boolean;
  readonly text: { readonly [Name in Mode]: string };
  readonly calls: Shown["calls"];
  readonly ending: Ending;
  /** Words of the error that a person must be able to read, over each kind of service. */
  readonly says: { readonly [Name in Service]: string } | null;
};

const fine = "The weather is fine.";
const half = { whole: "", streamed: "The weat" };
const paris = 'get_weather({"location":"Paris"})';
const oslo = 'get_weather({"location":"Oslo"})';
const cutOff = "The provider's reply was cut off";
const nothing = "replied with neither text nor a tool call";

const plain = {
  ...{ modes, withTool: false, model: null, asks: 1, fallback: false },
  ...{ text: alike(""), calls: [], says: null },
} as const;
const answered = { ...plain, text: alike(fine), ending: "answered" } as const;
const streamedOnly = { modes: ["streamed"] } as const;

export const rows: readonly Row[] = [
  { ...answered, name: "an answer", replies: [texts.answers] },
  { ...answered, name: "an answer after reasoning", replies: [texts.thinksAndAnswers] },
  {
    ...{ ...plain, name: "an answer that reaches its limit", replies: [texts.reachesItsLimit] },
    ...{ text: alike("The weat"), ending: "limited" },
  },
  tools("a tool loop", [calls, texts.answers], [paris]),
  tools("two calls at once", [callsTwice, texts.answers], [paris, oslo]),
  failing("a refused request", [texts.refuses], "temperature is out of range"),
  failing("a busy service", [texts.isBusy], "Too many requests"),
  { ...failing("a model that is not there", [], "no-such-model"), model: "no-such-model", asks: 0 },
  {
    ...{ ...failing("an error after half of a text", [texts.failsMidway], ""), ...streamedOnly, text: half },
    says: {
      chat: "The provider of model 'chat' is down or overloaded",
      converse: "failed while it generated the reply",
    },
  },
  { ...failing("a cut", [texts.cut], cutOff), text: half },
  { ...failing("a cut at the start", [texts.cutAtStart], cutOff), ...streamedOnly },
  { ...failing("a cut inside a call", [callCut, texts.answers], cutOff), withTool: true },
  { ...failing("a cut after a call", [cutAfterCall, texts.answers], cutOff), withTool: true },
  failing("a blank reply", [texts.blank], nothing),
  failing("nothing but reasoning", [texts.onlyThinks], nothing),
  {
    ...failing("a blank reply to the result of a tool", [calls, texts.blank], nothing),
    ...{ withTool: true, calls: [paris], asks: 2 },
  },
  { ...answered, name: "a blank reply, and a fallback", replies: [texts.blank], fallback: true, asks: 2 },
  { ...plain, name: "a cancel", replies: [texts.waits], text: half, ending: "cancelled" },
];

function tools(name: string, replies: Row["replies"], ran: Row["calls"]): Row {
  return { ...answered, name, replies, asks: 2, withTool: true, calls: ran };
}

function failing(name: string, replies: Row["replies"], says: string): Row {
  return { ...plain, name, replies, ending: "failed", says: { chat: says, converse: says } };
}

function alike(text: string) {
  return { whole: text, streamed: text };
}
