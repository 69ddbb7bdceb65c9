import { z } from "zod";
import type { Random } from "../random.js";
import { createRandom } from "../random.js";
import type { ModelRequest } from "../request/model-request.js";
import { tokensOf } from "./answer.js";

/**
 * How a simulated model answers a question that no scenario asks: with one word, drawn from shares that the model's name and the question
 * decide. It says nothing about any real model.
 */
export const oneWordSchema = z.strictObject({
  /** Whose shares: the same name answers alike, wherever it is served. */
  model: z.string().min(1),
  /** Where a request sends none. */
  temperature: z.number().min(0.05).max(2).default(1),
  /** A prompt that is put before the question. `gives-way`: not where the request has a system prompt of its own. */
  injected: z.enum(["gives-way", "stays"]).nullable().default(null),
  /** true: the same request gets the same answer again. */
  caches: z.boolean().default(false),
  /** The share of each distribution that is another one, near to it. */
  quantised: z.number().min(0).max(1).default(0),
  /** The share of replies that another model gives. */
  diluted: z.number().min(0).max(1).default(0),
});
export type OneWord = z.infer<typeof oneWordSchema>;

const words = ["teal", "otter", "kyoto", "73", "42", "heads", "quiet", "oak", "mango", "cello"] as const;

/** The word of a reply, and the tokens of its prompt. `random`: of this request and its repetition. */
export function oneWordOf(
  facts: OneWord,
  request: ModelRequest,
  random: Random,
): { readonly word: string; readonly inputTokens: number } {
  const asked = questionOf(request);
  const sent = request.settings.temperature;
  const temperature = typeof sent === "number" ? sent : facts.temperature;
  const own = facts.caches ? createRandom(`cached ${asked.whole} ${temperature} ${facts.model}`) : random;
  const isInjected = facts.injected === "stays" || (facts.injected !== null && request.system === null);
  const model = own.next() < facts.diluted ? "another model" : facts.model;
  const of = (context: string) => sharesOf(`${model}|${asked.question}|${context}`);
  let shares = of("");
  if (request.system !== null) shares = mixed(shares, of("system"), 0.3);
  if (isInjected) shares = mixed(shares, of("injected"), 0.7);
  if (facts.quantised > 0) shares = mixed(shares, of("quantised"), facts.quantised);
  const cooled = shares.map((share) => share ** (1 / Math.max(0.05, temperature)));
  return { word: drawn(cooled, own), inputTokens: promptTokens(request) + (isInjected ? injectedTokens : 0) };
}

const injectedTokens = 37;

/** The last question without the reference that varies it, and everything that was said, with it. */
function questionOf({ turns, system, prompt }: ModelRequest): { readonly question: string; readonly whole: string } {
  const last = prompt ?? turns.findLast(({ role }) => role === "user")?.text ?? "";
  const question = last.replace(/\[ref [0-9a-f]{6}\]/g, "").trim();
  return { question, whole: JSON.stringify([system, turns, prompt]) };
}

function promptTokens({ turns, system, prompt }: ModelRequest): number {
  const texts = [...(system === null ? [] : [system]), ...(prompt === null ? turns.map(({ text }) => text) : [prompt])];
  return texts.reduce((sum, text) => sum + tokensOf(text) + 4, 0);
}

function sharesOf(name: string): readonly number[] {
  const random = createRandom(name);
  const weights = words.map(() => random.next() ** 8);
  const total = weights.reduce((sum, one) => sum + one, 0);
  return weights.map((one) => one / total);
}

function mixed(one: readonly number[], other: readonly number[], share: number): readonly number[] {
  return one.map((value, at) => (1 - share) * value + share * (other[at] ?? 0));
}

function drawn(weights: readonly number[], random: Random): string {
  let left = random.next() * weights.reduce((sum, one) => sum + one, 0);
  const at = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return words[at] ?? words[0];
}
