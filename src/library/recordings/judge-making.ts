import type { Layer } from "../../verdict/checks/rule.js";
import { type ExchangeVerdict, judgeExchange } from "../../verdict/observed/judge-exchange.js";
import type { PromptTokens } from "../../verdict/observed/prompt-tokens.js";
import { type Sampled, sampledOf } from "../../verdict/observed/sample-tally.js";
import { withholdContent } from "../private/withhold-content.js";
import { createPromptTally } from "./prompt-tally.js";
import type { Exchange, Making } from "./steps/read-steps.js";

/** An exchange that was judged. `sampled` null: it is part of no attribution. */
export type Judged = { readonly verdict: ExchangeVerdict; readonly sampled: Sampled | null };

export type JudgeWith = {
  readonly includeContent: boolean;
  /** Which findings make an exchange bad. */
  readonly layer: Layer;
};

/** Judges exchanges. Without `includeContent`, verdicts on private recordings quote nothing. */
export function judgeMaking(options: JudgeWith): Making<Judged, readonly PromptTokens[]> {
  const prompts = createPromptTally();
  return {
    onSkipped: prompts.add,
    onFileEnd: prompts.endFile,
    onExchange: async (observed) => {
      await prompts.add(observed);
      return judged(observed, options);
    },
  };
}

function judged({ interaction: of, exchange }: Exchange, { layer, includeContent }: JudgeWith): Judged {
  const { file, interaction, isPrivate, losses, notes } = of;
  const { requestUnknown, toolsOffered, warnings } = exchange;
  const shortfall = { warnings, recording: { losses, notes } };
  const found = { file, interaction, requestUnknown, toolsOffered, shortfall, layer };
  const whole = judgeExchange(exchange.transcript, found);
  const marked = isPrivate === true ? ({ ...whole, isPrivate } as const) : whole;
  const isWithheld = isPrivate === true && !includeContent;
  const verdict = isWithheld ? withholdContent(marked) : marked;
  // What an attribution says quotes ids and refusals.
  const [turn] = exchange.transcript.turns;
  const sampled = isWithheld || turn === undefined ? null : sampledOf(verdict, turn, requestUnknown);
  return { verdict, sampled };
}
