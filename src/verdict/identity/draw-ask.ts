import { seededRandom } from "../../chat/seeded-random.js";
import type { Side } from "./call.js";
import type { PromptChoice } from "./phases.js";

/** The prompts in the order in which a test takes them up; the same for every phase, so that arms ask what the comparison asked. */
export function promptOrder(prompts: readonly string[], seed: number): readonly string[] {
  const random = seededRandom(mixed(seed, 0));
  const order = [...prompts];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? "", order[at] ?? ""];
  }
  return order;
}

/** Calls of a phase after which there is one prompt more: a few are learnt first, so that a swap shows early. */
const callsPerPrompt = 12;

export type Drawing = {
  readonly seed: number;
  readonly number: number;
  /** Calls that were drawn in this phase, this one included. */
  readonly drawn: number;
  readonly choice: PromptChoice;
  /** What a prompt has told so far; more than 0: something. */
  readonly gainAt: (prompt: string) => number;
};

/** What the call with this number asks: one of the prompts taken up so far, and the side by the fall of a coin. */
export function drawAsk(
  order: readonly string[],
  { seed, number, drawn, choice, gainAt }: Drawing,
): { readonly prompt: string; readonly side: Side } {
  const random = seededRandom(mixed(seed, number));
  const side = random() < 0.5 ? "A" : "B";
  const open = order.slice(0, Math.max(choice.prompts, choice.grows ? Math.ceil(drawn / callsPerPrompt) : 0));
  const any = open[Math.floor(random() * open.length)] ?? "";
  if (random() >= choice.chosenShare) return { prompt: any, side };
  const best = open.reduce((most, one) => (gainAt(one) > gainAt(most) ? one : most), any);
  return { prompt: gainAt(best) > 0 ? best : any, side };
}

/** One number of two, so that neighbours share nothing. */
function mixed(seed: number, number: number): number {
  return (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) >>> 0;
}
