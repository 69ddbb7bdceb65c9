import { existsSync } from "node:fs";
import { z } from "zod";
import type { LearnedRouter } from "../../learned/define-router.js";
import { loadTrainingFile, type TrainingConfig } from "../../learned/load-training-file.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import { failWith } from "../../source/fail-with.js";
import { issueAt } from "../../source/issue-at.js";
import { maxDataBytes, parseJsonData } from "../../source/json-data.js";
import { readSourceFile } from "../../source/read-file.js";
import type { SourceDocument } from "../../source/source-document.js";
import { type SourceIssue, whereOf } from "../../source/source-error.js";
import { validate } from "../../source/validate.js";

/** A router's file, as the command line changes it. `warnings`: sentences for the log. */
export type NamedDocument = { readonly document: SourceDocument; readonly warnings: readonly string[] };

type Named = {
  readonly router: LearnedRouter;
  /** Of the command line; null: the training file's. */
  readonly modelFile: string | null;
  readonly warnings: readonly string[];
};

/**
 * A router's file made of a training file: the models of its `llm_data`, and its trained model. In the seed one file trains a router
 * and routes by it. Throws SourceError or UsageError with what is missing.
 */
export function routerFromTraining(file: string, { router, modelFile, warnings }: Named): NamedDocument {
  const config = loadTrainingFile(file, router, process.cwd());
  const model_path = modelOf(file, config, modelFile);
  const { llmData } = config.paths;
  if (llmData === null) {
    throw new UsageError(`${formatPath(file)} names no models to ask`, {
      hint: "Add data_path.llm_data: a file of models, each with service and model.",
    });
  }
  const data = parseJsonData(readSourceFile(llmData, { maxBytes: maxDataBytes }), formatPath(llmData));
  const value = {
    router: { strategy: "llmrouter", name: router.name, model_path, embedding: config.embedding },
    models: modelsOf(data, { endpoint: config.endpoint, name: router.name, modelFile: formatPath(model_path) }),
  };
  const place: SourceDocument["place"] = (path, of) => data.place(path[0] === "models" ? path.slice(1) : [], of);
  const ignored = config.warnings.map((issue) => `${whereOf(issue)}: ${issue.message}`);
  return { document: { file: data.file, value, place }, warnings: [...ignored, ...warnings] };
}

/** The model file to route by. Throws where it is not named or not there. */
function modelOf(file: string, { router, loadPath, savePath }: TrainingConfig, given: string | null): string {
  const path = given ?? loadPath ?? savePath;
  const train = `llm-parity train --router ${router.name} --config ${formatPath(file)}`;
  if (path === null) {
    throw new UsageError(`${formatPath(file)} names no model file`, {
      hint: `Make one: \`${train} --output FILE\`; then add model_path.load_model_path or --load-model-path.`,
    });
  }
  if (existsSync(path)) return path;
  const output = path === savePath ? "" : ` --output ${formatPath(path)}`;
  throw new UsageError(`${formatPath(path)}: there is no such model file yet`, {
    hint: `Train it first: \`${train}${output}\`.`,
  });
}

const text = z.string().min(1);
const price = z.number().min(0).nullish();
/** An entry of `llm_data`, in the keys that the seed's files have for the same thing. */
const candidates = z.record(
  text,
  z.looseObject({
    service: text.nullish(),
    provider: text.nullish(),
    model: text.nullish(),
    model_name: text.nullish(),
    api_endpoint: text.nullish(),
    aws_region: text.nullish(),
    feature: z.string().nullish(),
    input_price: price,
    output_price: price,
  }),
);
type Entry = z.output<typeof candidates>[string];

type Known = {
  /** Of models that have none of their own; null: there is none. */
  readonly endpoint: string | null;
  /** Of the trained router. */
  readonly name: string;
  readonly modelFile: string;
};

function modelsOf(data: SourceDocument, known: Known): { readonly [name: string]: object } {
  const { endpoint } = known;
  const entries = Object.entries(validate(candidates, data));
  const unknown = entries.filter(([, entry]) => serviceOf(entry) === null && (entry.api_endpoint ?? endpoint) === null);
  if (unknown.length > 0) throw failWith(unknown.map(([name]) => nowhere(name, data, routerFileText(known, entries))));
  return Object.fromEntries(entries.map(([name, entry]) => [name, settingsOf(entry, endpoint)]));
}

function nowhere(name: string, data: SourceDocument, routerFile: string): SourceIssue {
  const message = `${name} has neither service nor api_endpoint, so it cannot be asked`;
  const hint = `add "service" and "model", or write a router's file and name it with --config:\n\n${routerFile}`;
  return issueAt(data, { path: [name], of: "key" }, { message, hint });
}

/** The router's file to write, with a word in capitals where the training file does not know. */
function routerFileText({ name, modelFile }: Known, entries: readonly (readonly [string, Entry])[]): string {
  const models = entries.map(([model, entry]) => {
    const [provider, id] = [serviceOf(entry) ?? "PROVIDER", entry.model ?? entry.model_name ?? "MODEL_ID"];
    return `  ${JSON.stringify(model)}: { provider: ${provider}, model: ${JSON.stringify(id)} }`;
  });
  return [
    ...["router:", "  strategy: llmrouter", `  name: ${name}`, `  model_path: ${JSON.stringify(modelFile)}`],
    ...["models:", ...models],
  ].join("\n");
}

function serviceOf({ service, provider }: Entry): string | null {
  return (service ?? provider ?? null)?.toLowerCase() ?? null;
}

function settingsOf(entry: Entry, endpoint: string | null): object {
  const provider = serviceOf(entry);
  const isBedrock = provider === "bedrock" || provider === "aws";
  const settings = {
    provider,
    model: entry.model ?? entry.model_name,
    base_url: isBedrock ? null : (entry.api_endpoint ?? endpoint),
    aws_region: isBedrock ? entry.aws_region : null,
    description: entry.feature,
    input_price: entry.input_price,
    output_price: entry.output_price,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null && value !== undefined));
}
