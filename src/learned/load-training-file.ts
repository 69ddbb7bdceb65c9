import { resolve } from "node:path";
import { z } from "zod";
import { issueAt } from "../source/issue-at.js";
import type { SourceDocument, SourcePath } from "../source/source-document.js";
import type { SourceIssue } from "../source/source-error.js";
import { validate } from "../source/validate.js";
import { parseYamlFile } from "../source/yaml.js";
import type { Weights } from "./data/weights.js";
import type { LearnedRouter } from "./define-router.js";
import { defaultEmbedding, type EmbeddingSettings } from "./embed/embedding-settings.js";
import { commonSettings, trainingFile } from "./training-file.js";

/** A parsed training file. Paths are resolved; absent ones are null. */
export type TrainingConfig = {
  readonly document: SourceDocument;
  readonly router: LearnedRouter;
  readonly paths: {
    readonly queriesTrain: string | null;
    readonly queriesTest: string | null;
    readonly routingTrain: string | null;
    readonly routingTest: string | null;
    readonly llmData: string | null;
  };
  /** Where training writes the model, and where routing reads it from. */
  readonly savePath: string | null;
  readonly loadPath: string | null;
  /** Of models that have none of their own, for asking them. */
  readonly endpoint: string | null;
  readonly weights: Weights;
  readonly hparam: { readonly [key: string]: unknown };
  readonly embedding: EmbeddingSettings;
  /** Settings in the file that have no effect, or a different effect than in the seed. */
  readonly warnings: readonly SourceIssue[];
};

/**
 * Reads the YAML training file of a router. `baseFolder`: the folder that relative paths start from; in the seed that is
 * the working directory, not the folder of the file. Throws SourceError with every mistake.
 */
export function loadTrainingFile(file: string, router: LearnedRouter, baseFolder: string): TrainingConfig {
  const document = parseYamlFile(file);
  validate(trainingFile(router), document);
  const common = commonSettings.parse(document.value);
  const under = (path: string | undefined): string | null =>
    path === undefined || path === "" ? null : resolve(baseFolder, path);
  const { data_path: data, model_path: model } = common;
  return {
    document,
    router,
    paths: {
      queriesTrain: under(data.query_data_train),
      queriesTest: under(data.query_data_test),
      routingTrain: under(data.routing_data_train),
      routingTest: under(data.routing_data_test),
      llmData: under(data.llm_data),
    },
    savePath: under(jsonPath(model.save_model_path)),
    loadPath: under(jsonPath(model.load_model_path)),
    endpoint: common.api_endpoint ?? null,
    weights: common.metric.weights,
    hparam: hparamIn(router, document),
    embedding: common.embedding ?? defaultEmbedding,
    warnings: [...ignoredPaths(document), ...pickles(document), ...ineffective(router, document)],
  };
}

/** `hparam` and the router's top-level keys, as written in the file. */
function hparamIn({ topLevel }: LearnedRouter, document: SourceDocument): TrainingConfig["hparam"] {
  const { hparam, ...rest } = z.looseObject({ hparam: z.looseObject({}).prefault({}) }).parse(document.value);
  return { ...hparam, ...Object.fromEntries(Object.entries(rest).filter(([key]) => topLevel.includes(key))) };
}

/** The seed writes pickles; here model files are JSON, and so is their extension. */
function jsonPath(path: string | undefined): string | undefined {
  return path?.replace(/\.pkl$/i, ".json");
}

function pickles(document: SourceDocument): readonly SourceIssue[] {
  return (["save_model_path", "load_model_path"] as const).flatMap((key) => {
    const path = textAt(document, ["model_path", key]);
    if (path === null || jsonPath(path) === path) return [];
    const message = `model_path.${key}: model files are JSON, so ${jsonPath(path)} is used`;
    return [issueAt(document, { path: ["model_path", key] }, { message, hint: "name a .json file" })];
  });
}

function ignoredPaths(document: SourceDocument): readonly SourceIssue[] {
  return ignored.flatMap(({ path, why }) => {
    const text = textAt(document, path);
    return text === null
      ? []
      : [
          issueAt(
            document,
            { path, of: "key" },
            { message: `${path.join(".")} is ignored: ${why}`, hint: "take it out" },
          ),
        ];
  });
}

const ignored: readonly { readonly path: SourcePath; readonly why: string }[] = [
  { path: ["data_path", "query_embedding_data"], why: "queries are embedded again, by `embedding`" },
  { path: ["data_path", "llm_embedding_data"], why: "no router here uses embeddings of models" },
  { path: ["model_path", "ini_model_path"], why: "training always starts from its seed" },
];

function ineffective({ withoutEffect }: LearnedRouter, document: SourceDocument): readonly SourceIssue[] {
  const { hparam } = z.looseObject({ hparam: z.looseObject({}).prefault({}) }).parse(document.value);
  return Object.entries(withoutEffect).flatMap(([key, why]) =>
    key in hparam
      ? [
          issueAt(
            document,
            { path: ["hparam", key], of: "key" },
            { message: `hparam.${key} has no effect: ${why}`, hint: "take it out" },
          ),
        ]
      : [],
  );
}

function textAt(document: SourceDocument, [block, key]: SourcePath): string | null {
  const blocks = z.record(z.string(), z.unknown()).parse(document.value);
  const members = z.record(z.string(), z.unknown()).safeParse(blocks[String(block)]);
  const text = members.success ? members.data[String(key)] : undefined;
  return typeof text === "string" && text !== "" ? text : null;
}
