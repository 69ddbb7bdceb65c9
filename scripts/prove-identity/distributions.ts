import { seededRandom } from "../../src/chat/seeded-random.js";

/** Shares of the answers to a prompt, by number of the answer. */
export type Shares = Float64Array;

const kinds = 24;

/** How fast the shares of what all models say fall with their rank. */
const steepness = 1.6;

/**
 * How far the shares of a model are from those that are popular with all models: the smaller, the fewer answers a model gives. Chosen so
 * that the median entropy of a prompt is about 1.0 bit and the median divergence of two models about 0.49, as measured over 165 models
 * (Bruckner, "One Token Is Enough", arXiv 2607.10252, 2026, as quoted by Mohamed7415/fpverify, docs/RESEARCH_NOTES.md, read 2026-11-29).
 */
const concentration = 1.4;

const known = new Map<string, Shares>();

/** The shares of a model at a prompt in a context, such as another system prompt. The same names give the same shares. */
export function sharesOf(model: string, prompt: string, context = ""): Shares {
  const key = `${model}|${prompt}|${context}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size > 50_000) known.clear();
  const made = drawShares(popularity(prompt), concentration, seededRandom(hashOf(key)));
  known.set(key, made);
  return made;
}

/** What all models say often: falling shares in an order of the prompt's own. */
function popularity(prompt: string): Shares {
  const random = seededRandom(hashOf(`popular ${prompt}`));
  const order = Array.from({ length: kinds }, (_, at) => at).sort(() => random() - 0.5);
  const shares = new Float64Array(kinds);
  order.forEach((answer, rank) => {
    shares[answer] = (rank + 1) ** -steepness;
  });
  return normalised(shares);
}

/** A Dirichlet draw around the expected shares. */
export function drawShares(expected: Shares, weight: number, random: () => number): Shares {
  return normalised(expected.map((share) => gamma(share * weight, random)));
}

/** The first shares, with this share of the second ones mixed in. */
export function mixed(one: Shares, other: Shares, share: number): Shares {
  return one.map((value, at) => (1 - share) * value + share * (other[at] ?? 0));
}

/** The shares at another temperature than 1. */
export function atTemperature(shares: Shares, temperature: number): Shares {
  return normalised(shares.map((share) => share ** (1 / temperature)));
}

export function drawAnswer(shares: Shares, random: () => number): string {
  let left = random();
  for (let at = 0; at < shares.length; at += 1) {
    left -= shares[at] ?? 0;
    if (left < 0) return String(at);
  }
  return "0";
}

export function entropyBits(shares: Shares): number {
  return shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log2(share) : sum), 0);
}

function normalised(shares: Shares): Shares {
  const total = shares.reduce((sum, one) => sum + one, 0);
  return total > 0 ? shares.map((one) => one / total) : shares.map(() => 1 / shares.length);
}

/** Marsaglia and Tsang 2000, with their step for shapes below 1. */
function gamma(shape: number, random: () => number): number {
  if (shape < 1) return gamma(shape + 1, random) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(1 - random()) < normal ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** FNV-1a over the UTF-16 code units. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}
