import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { scoreRows } from "../../learned/data/score-rows.js";
import { examplesFrom } from "../../learned/data/training-set.js";
import type { OpenModel } from "../../learned/define-router.js";
import type { Embedder } from "../../learned/embed/embedder.js";
import { openEmbedder } from "../../learned/embed/embedding-settings.js";
import { type Evaluation, evaluate } from "../../learned/evaluate.js";
import { loadTrainingData, type TrainingData } from "../../learned/load-training-data.js";
import { loadTrainingFile, type TrainingConfig } from "../../learned/load-training-file.js";
import { findRouter } from "../../learned/registry.js";
import { trainRouter, withEmbeddings } from "../../learned/train-router.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { whereOf } from "../../source/source-error.js";
import { createLiveTransport } from "../../wire/transport/live.js";
import { loadKeysFile } from "../shell/keys-file.js";
import { log, print, sanitise } from "../shell/print.js";

export type TrainOptions = {
  readonly router: string;
  readonly config: string;
  readonly output?: string;
  readonly seed: number;
  readonly date?: string;
  readonly keysFile?: string;
  readonly json?: true;
  readonly quiet?: true;
};

/** `llm-parity train`. Resolves with the exit code; throws errors that {@link showError} can explain. */
export async function train(options: TrainOptions): Promise<ExitCode> {
  if (options.keysFile !== undefined) loadKeysFile(options.keysFile, process.env);
  const at = parseDay(options.date);
  const config = loadTrainingFile(options.config, findRouter(options.router), process.cwd());
  for (const issue of config.warnings) log(sanitise(`${whereOf(issue)}: ${issue.message}; ${issue.hint ?? ""}`));
  const output = options.output ?? config.savePath;
  if (output === null) {
    throw new UsageError("no output file is given", {
      hint: "Add --output <file>, or model_path.save_model_path to the training file.",
    });
  }
  const data = loadTrainingData(config);
  const live = createLiveTransport({ environment: process.env });
  try {
    const embedder = openEmbedder(config.embedding, { exchange: live.exchange, environment: process.env });
    const signal = new AbortController().signal;
    const { router, hparam, weights } = config;
    const { candidates, rows } = data;
    const trained = await trainRouter(
      { router, hparam, candidates, rows, weights, embedder, ...{ seed: options.seed, at } },
      signal,
    );
    mkdirSync(dirname(output), { recursive: true });
    await writeAtomically(output, trained.text);
    for (const warning of [...data.warnings, ...trained.warnings]) log(sanitise(warning));
    const evaluation = await evaluateHeldOut(trained.model, { config, data, embedder, signal });
    if (options.quiet !== true)
      print(formatResult(output, { model: trained.model, evaluation, json: options.json === true }));
    return exitCodes.fine;
  } finally {
    await live.close();
  }
}

/** How well the model routes rows that it was not trained on; null: there are none. */
async function evaluateHeldOut(
  model: OpenModel,
  {
    config,
    data,
    embedder,
    signal,
  }: {
    readonly config: TrainingConfig;
    readonly data: TrainingData;
    readonly embedder: Embedder;
    readonly signal: AbortSignal;
  },
): Promise<Evaluation | null> {
  if (data.heldOut === null) return null;
  const { candidates } = data;
  const scored = scoreRows(data.heldOut, { candidates, weights: config.weights, dearest: model.trained.dearestCost });
  const { examples } = examplesFrom(scored.rows);
  return evaluate(model, await withEmbeddings(examples, model.router.needsEmbedding ? embedder : null, signal));
}

function formatResult(
  output: string,
  {
    model,
    evaluation,
    json,
  }: { readonly model: OpenModel; readonly evaluation: Evaluation | null; readonly json: boolean },
): string {
  const { trained, router } = model;
  if (json) {
    const { queries, rows, models } = trained;
    return JSON.stringify(
      { schemaVersion: 1, router: router.name, output: formatPath(output), queries, rows, models, evaluation },
      null,
      2,
    );
  }
  const from = router.isTrainable
    ? `${trained.models.length} models, ${trained.queries} queries, ${trained.rows} rows`
    : "from the models' sizes";
  const learned = `${router.name}: ${from} → ${formatPath(output)}`;
  if (evaluation === null) return learned;
  const { queries, accuracy, baseline, meanScore, meanBest } = evaluation;
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  return [
    learned,
    `of ${queries} queries held back from training, ${share(accuracy)} go to the best model (always choosing the most frequent one: ${share(baseline)});`,
    `mean score ${meanScore.toFixed(3)}, of the best models ${meanBest.toFixed(3)}`,
  ].join("\n");
}

function parseDay(date: string | undefined): string {
  if (date === undefined) return new Date().toISOString().slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date))
    throw new UsageError(`"${date}" is not a date`, { hint: "Write it as YYYY-MM-DD." });
  return date;
}
