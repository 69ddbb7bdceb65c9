import type { Reply } from "../upstream/reply.js";
import * as texts from "../upstream/texts.js";

/** The models of the router's file that agents ask for, by the service behind them. */
export const services = ["openrouter", "converse"] as const;

/** One thing that happens behind the router. What an agent makes of it is in the agent's file. */
type Row = {
  /** What the service does at each request, and then the last again. `call`: a call of the agent's own tool, and `half` of it. */
  readonly replies: (call: Reply, half: Reply) => readonly [Reply, ...Reply[]];
  /** Another service stands by, which answers well. */
  readonly fallback?: true;
  readonly guard?: "off";
};

export const rows = {
  "an answer": { replies: () => [texts.answers] },
  "an answer after reasoning": { replies: () => [texts.thinksAndAnswers] },
  "a tool loop": { replies: (call) => [call, texts.answers] },
  "a blank reply": { replies: () => [texts.blank] },
  "a blank reply, without the guard": { replies: () => [texts.blank], guard: "off" },
  "a blank reply, and a fallback": { replies: () => [texts.blank], fallback: true },
  "a blank reply to the result of a tool, and a fallback": { replies: (call) => [call, texts.blank], fallback: true },
  "reasoning and a cut, and a fallback": { replies: () => [texts.cutAfterReasoning], fallback: true },
  "a cut, and then an answer": { replies: () => [texts.cut, texts.answers] },
  "a cut inside a call, and then an answer": { replies: (_, half) => [half, texts.answers] },
  "an error after half of a text, and then an answer": { replies: () => [texts.failsMidway, texts.answers] },
  "status 529, and then an answer": { replies: () => [texts.isOverloaded, texts.answers] },
  "a refused request": { replies: () => [texts.refuses] },
  "an answer that reaches its limit": { replies: () => [texts.reachesItsLimit] },
} as const satisfies { readonly [name: string]: Row };

export type RowName = keyof typeof rows;

/** Every row with its name. */
export const namedRows = Object.entries(rows) as readonly (readonly [RowName, Row])[];
