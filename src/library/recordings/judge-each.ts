import type { FormatId } from "../../recordings/format-ids.js";
import { shapes } from "../../recordings/identify/request-shape.js";
import type { Layer } from "../../verdict/checks/rule.js";
import { type ExchangeVerdict, judgeExchange } from "../../verdict/observed/judge-exchange.js";
import { type ObservedMatrix, observedMatrix } from "../../verdict/observed/observed-matrix.js";
import { createSampleTally } from "../../verdict/observed/sample-tally.js";
import { createTally } from "../../verdict/observed/tally.js";
import { withholdContent } from "../private/withhold-content.js";
import { createPromptTally } from "./prompt-tally.js";
import { readObserved } from "./read-observed.js";

/**
 * Judges recordings in one pass, and passes the verdict on each exchange to `onVerdict`; keeps only the counts. Without
 * `includeContent`, verdicts on private recordings quote nothing.
 */
export async function judgeEach(
  paths: readonly string[],
  from: {
    readonly models: string;
    readonly format: FormatId | undefined;
    readonly includeContent: boolean;
    /** Which findings make an exchange bad. */
    readonly layer: Layer;
  },
  onVerdict: (verdict: ExchangeVerdict) => void,
): Promise<ObservedMatrix> {
  const tally = createTally();
  const samples = createSampleTally();
  const prompts = createPromptTally();
  const counts = await readObserved(paths, from, {
    onSkipped: prompts.add,
    onFileEnd: prompts.endFile,
    onExchange: async (observed) => {
      const { interaction: of, exchange } = observed;
      const { file, interaction, isPrivate, losses, notes } = of;
      await prompts.add(observed);
      const { requestUnknown, toolsOffered, warnings } = exchange;
      const shortfall = { warnings, recording: { losses, notes } };
      const found = { file, interaction, requestUnknown, toolsOffered, shortfall, layer: from.layer };
      const whole = judgeExchange(exchange.transcript, found);
      const marked = isPrivate === true ? ({ ...whole, isPrivate } as const) : whole;
      const isWithheld = isPrivate === true && !from.includeContent;
      const verdict = isWithheld ? withholdContent(marked) : marked;
      tally.add(verdict);
      // What an attribution says quotes ids and refusals.
      const [turn] = exchange.transcript.turns;
      if (!isWithheld && turn !== undefined) samples.add(verdict, turn, requestUnknown);
      onVerdict(verdict);
    },
  });
  return observedMatrix(tally.cells(), {
    counts: prompts.pairs().length === 0 ? counts : { ...counts, promptTokens: prompts.pairs() },
    layer: from.layer,
    shapeOrder: shapes,
    attributionOf: samples.attributionOf,
  });
}
