import type { Ending, Shown } from "./client.js";
import * as upstream from "./upstream.js";

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
  readonly replies: readonly upstream.Reply[];
  /** How often it is asked. */
  readonly asks: number;
  readonly text: { readonly [Name in Mode]: string };
  readonly calls: Shown["calls"];
  readonly ending: Ending;
  /** Words of the error that a person must be able to read, over each kind of service. */
  readonly says: { readonly [Name in Service]: string } | null;
};

const plain = { modes, withTool: false, model: null, asks: 1, calls: [], says: null, text: alike("") } as const;
const fine = "The weather is fine.";

export const rows: readonly Row[] = [
  { ...plain, name: "an answer", replies: [upstream.answers], text: alike(fine), ending: "answered" },
  {
    ...{ ...plain, name: "a tool loop", withTool: true, replies: [upstream.calls, upstream.answers], asks: 2 },
    ...{ calls: ['get_weather({"location":"Paris"})'], text: alike(fine), ending: "answered" },
  },
  failing("a refused request", [upstream.refuses], "temperature is out of range"),
  failing("a busy service", [upstream.isBusy], "Too many requests"),
  { ...failing("a model that is not there", [], "no-such-model"), model: "no-such-model", asks: 0 },
  {
    ...failing("an error after half of a text", [upstream.failsMidway], ""),
    ...{ modes: ["streamed"], text: alike("The weat") },
    says: {
      chat: "The provider of model 'chat' is down or overloaded",
      converse: "failed while it generated the reply",
    },
  },
  { ...failing("a cut", [upstream.cut], "cut off"), text: { whole: "", streamed: "The weat" } },
  { ...failing("a cut at the start", [upstream.cutAtStart], "cut off"), modes: ["streamed"] },
  { ...failing("a cut inside a call", [upstream.callCut, upstream.answers], "cut off"), withTool: true },
  failing("a blank reply", [upstream.blank], "neither text nor a tool call"),
  failing("nothing but reasoning", [upstream.onlyThinks], "neither text nor a tool call"),
  {
    ...{ ...plain, name: "a cancel", replies: [upstream.waits] },
    ...{ text: { whole: "", streamed: "The weat" }, ending: "cancelled" },
  },
];

function failing(name: string, replies: Row["replies"], says: string): Row {
  return { ...plain, name, replies, ending: "failed", says: { chat: says, converse: says } };
}

function alike(text: string) {
  return { whole: text, streamed: text };
}
