import type { FormatId } from "../../recordings/format-ids.js";
import { shapes } from "../../recordings/identify/request-shape.js";
import { readModels } from "../../scenario/compiled/read-models.js";
import type { ExchangeVerdict } from "../../verdict/observed/judge-exchange.js";
import { type ObservedMatrix, observedMatrix } from "../../verdict/observed/observed-matrix.js";
import type { PromptTokens } from "../../verdict/observed/prompt-tokens.js";
import { createSampleTally } from "../../verdict/observed/sample-tally.js";
import { createTally } from "../../verdict/observed/tally.js";
import { type JudgeWith, judgeMaking } from "./judge-making.js";
import { createStepCount } from "./steps/count-steps.js";
import { stepsOf } from "./threads/steps-of.js";

type From = JudgeWith & {
  readonly models: string;
  readonly format: FormatId | undefined;
  /** Threads; null: one for each core, and none more for a small input. */
  readonly jobs: number | null;
};

/**
 * Judges recordings in one pass, and passes the verdict on each exchange to `onVerdict`, in their order; keeps only the counts. Without
 * `includeContent`, verdicts on private recordings quote nothing.
 */
export async function judgeEach(
  paths: readonly string[],
  { models, format, jobs, includeContent, layer }: From,
  onVerdict: (verdict: ExchangeVerdict) => void,
): Promise<ObservedMatrix> {
  const { targets } = await readModels(models);
  const tally = createTally();
  const samples = createSampleTally();
  const count = createStepCount(new Set(paths));
  const pairs: PromptTokens[] = [];
  const task = { targets, format, work: { kind: "judge", includeContent, layer } } as const;
  const making = judgeMaking({ includeContent, layer });
  for await (const step of stepsOf(paths, { task, making, jobs })) {
    count.add(step);
    if (step.kind === "file-end") pairs.push(...step.ended);
    if (step.kind !== "exchange") continue;
    const { verdict, sampled } = step.seen;
    tally.add(verdict);
    if (sampled !== null) samples.add(verdict, sampled);
    onVerdict(verdict);
  }
  return observedMatrix(tally.cells(), {
    counts: pairs.length === 0 ? count.counts() : { ...count.counts(), promptTokens: pairs },
    layer,
    shapeOrder: shapes,
    attributionOf: samples.attributionOf,
  });
}
