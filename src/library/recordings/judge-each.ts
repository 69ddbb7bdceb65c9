import type { FormatId } from "../../recordings/format-ids.js";
import { shapes } from "../../recordings/identify/request-shape.js";
import { type ExchangeVerdict, judgeExchange } from "../../verdict/observed/judge-exchange.js";
import { type ObservedMatrix, observedMatrix } from "../../verdict/observed/observed-matrix.js";
import { createTally } from "../../verdict/observed/tally.js";
import { readObserved } from "./read-observed.js";

/** Judges recordings in one pass, and passes the verdict on each exchange to `onVerdict`; keeps only the counts. */
export async function judgeEach(
  paths: readonly string[],
  from: { readonly models: string; readonly format: FormatId | undefined },
  onVerdict: (verdict: ExchangeVerdict) => void,
): Promise<ObservedMatrix> {
  const tally = createTally();
  const counts = await readObserved(paths, from, {
    onExchange: ({ interaction: { file, interaction, losses, notes }, exchange }) => {
      const { requestUnknown, toolsOffered, warnings } = exchange;
      const shortfall = { warnings, recording: { losses, notes } };
      const where = { file, interaction, requestUnknown, toolsOffered, shortfall };
      const verdict = judgeExchange(exchange.transcript, where);
      tally.add(verdict);
      onVerdict(verdict);
    },
  });
  return observedMatrix(tally.cells(), { counts, shapeOrder: shapes });
}
