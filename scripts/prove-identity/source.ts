import { seededRandom } from "../../src/chat/seeded-random.js";
import type { ArmId, IdentityAsk, IdentityCall } from "../../src/verdict/identity/call.js";
import { atTemperature, drawAnswer, hashOf, mixed, type Shares, sharesOf } from "./distributions.js";

/** A simulated source, with everything that may be other about it. Shares are of all replies. */
export type SourceFacts = {
  readonly model: string;
  /** Where nothing is said about it; default 1. */
  readonly temperature?: number;
  /** A prompt that the service puts before ours. `gives way`: to ours, where there is one. */
  readonly injected?: "gives way" | "stays";
  readonly reasons?: boolean;
  /** Another form of the turns, with so many tokens more for each. */
  readonly template?: number;
  readonly caches?: boolean;
  /** So much of every distribution is another one, near to it. */
  readonly quantised?: number;
  /** So many of the replies come from another model. */
  readonly diluted?: number;
  /** Answers until all replies come from another model; they grow from none. */
  readonly drift?: number;
  readonly tokenizer?: "other";
  /** Replies that are throttled. */
  readonly busy?: number;
};

export type Source = (ask: IdentityAsk, call: number) => IdentityCall;

/** The other model that dilutes, or that a drift leads to. */
const other = "another model";

/** A source of one pair; `seed`: of the pair and the side. */
export function simulatedSource(facts: SourceFacts, seed: string): Source {
  const random = seededRandom(hashOf(`answers ${seed}`));
  const cache = new Map<string, string>();
  return (ask, call) => {
    const { arm, prompt } = ask;
    const none = { ...ask, call, answer: null, inputTokens: null, hasReasoned: false, isCopy: false };
    if (random() < (facts.busy ?? 0)) return { ...none, excluded: "busy" };
    const nonce = arm === "fresh-prompt" ? ` ${call}` : "";
    const key = `${arm}|${prompt}|${nonce}`;
    const cached = facts.caches === true ? cache.get(key) : undefined;
    const answer = cached ?? drawAnswer(shares(facts, ask, { call, random, pair: seed.split("/")[0] ?? "" }), random);
    cache.set(key, answer);
    const hasReasoned = facts.reasons === true && arm !== "reasoning-off";
    return { ...none, answer, excluded: null, inputTokens: tokensOf(facts, arm, prompt), hasReasoned };
  };
}

type At = { readonly call: number; readonly random: () => number; readonly pair: string };

function shares(facts: SourceFacts, { arm, prompt }: IdentityAsk, { call, random, pair }: At): Shares {
  const at = `${pair}|${prompt}`;
  const swapped = random() < (facts.drift === undefined ? (facts.diluted ?? 0) : Math.min(1, call / facts.drift));
  const model = swapped ? other : facts.model;
  let found = sharesOf(model, at);
  const bend = (context: string, share: number): void => {
    found = mixed(found, sharesOf(model, at, context), share);
  };
  if (arm === "system-prompt") bend("own system prompt", 0.3);
  if (arm === "fresh-prompt") bend("reference", 0.15);
  if (arm === "two-turns") bend("turns", 0.3);
  if (facts.injected === "stays" || (facts.injected !== undefined && arm !== "system-prompt")) bend("injected", 0.5);
  if (facts.template !== undefined) bend("template", 0.35);
  if (facts.reasons === true && arm !== "reasoning-off") bend("reasoning", 0.5);
  if (facts.quantised !== undefined) bend("quantised", facts.quantised);
  const temperature = arm === "sampling" ? 1 : (facts.temperature ?? 1);
  return temperature === 1 ? found : atTemperature(found, temperature);
}

const injectedTokens = 37;

function tokensOf({ tokenizer, injected, template = 0 }: SourceFacts, arm: ArmId, prompt: string): number {
  const words = 8 + (hashOf(prompt) % 17);
  const own = tokenizer === "other" ? Math.round(words * 1.25) : words;
  const system = arm === "system-prompt" ? 14 : 0;
  const turns = arm === "two-turns" ? 3 : 1;
  const adds = injected === "stays" || (injected !== undefined && arm !== "system-prompt") ? injectedTokens : 0;
  return own + system + adds + turns * (4 + template);
}
