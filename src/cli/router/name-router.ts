import type { LearnedRouter } from "../../learned/define-router.js";
import { findRouter } from "../../learned/registry.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import { strategies } from "../../router/choose/strategies/registry.js";
import type { SourceDocument } from "../../source/source-document.js";
import { parseYaml, parseYamlFile } from "../../source/yaml.js";
import { modelFileAt } from "./model-file-at.js";
import { type NamedDocument, routerFromTraining } from "./router-from-training.js";
import type { NamedRouter } from "./router-option.js";

/**
 * Reads the router's file, with the router or strategy of `--router` in place of its own. With the name of a trained router, the file
 * may also be a training file, whose `llm_data` names the models. Throws UsageError or TrainingError with what to write.
 */
export function readNamedRouter(
  options: NamedRouter & {
    readonly config: string;
    /** The text of the file where it was read already; absent: the file is read. */
    readonly text?: string;
  },
): NamedDocument {
  const { config, text } = options;
  const document = text === undefined ? parseYamlFile(config) : parseYaml(text, config);
  const named = options.router === undefined ? null : routerNamed(options.router);
  const given = options.loadModelPath ?? options.load_model_path ?? null;
  const { modelFile, warnings } = modelFileAt(given);
  if (isTrainingFile(document)) {
    if (named?.kind === "learned")
      return routerFromTraining(options.config, { router: named.router, modelFile, warnings });
    throw whyNoTrainingFile(options.config, named?.strategy ?? null);
  }
  if (named === null && modelFile === null) return { document, warnings };
  return { document: withSection(document, (section) => sectionOf(section, { named, modelFile })), warnings };
}

type Named =
  | { readonly kind: "strategy"; readonly strategy: string }
  | { readonly kind: "learned"; readonly router: LearnedRouter };

/** What a name means: a strategy, in any case and with or without `router` at its end, or else a trained router. */
function routerNamed(name: string): Named {
  const word = name.toLowerCase().replaceAll(/[-_\s]/g, "");
  const strategyNamed = (text: string) => strategies.find((one) => one.name.replaceAll("_", "") === text);
  const strategy = strategyNamed(word) ?? strategyNamed(word.replace(/router$/, ""));
  return strategy === undefined
    ? { kind: "learned", router: findRouter(name) }
    : { kind: "strategy", strategy: strategy.name };
}

function isTrainingFile({ value }: SourceDocument): boolean {
  return isSection(value) && "data_path" in value && !("llms" in value) && !("models" in value);
}

function whyNoTrainingFile(file: string, strategy: string | null): UsageError {
  const path = formatPath(file);
  if (strategy === null) {
    return new UsageError(`${path} is a training file, and no trained router is named`, {
      hint: "Add --router NAME (`llm-parity list-routers` shows them), or name a router's file.",
    });
  }
  return new UsageError(`${path} is a training file, and ${strategy} is not trained`, {
    hint: `Write a router's file and name it with --config:\n\nrouter:\n  strategy: ${strategy}\nmodels:\n  NAME: { provider: PROVIDER, model: MODEL_ID }`,
  });
}

type Section = { readonly [key: string]: unknown };

function isSection(value: unknown): value is Section {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The document with another `router` section; places stay those of the file. */
function withSection(document: SourceDocument, change: (section: Section) => Section): SourceDocument {
  if (!isSection(document.value)) return document;
  const section = document.value["router"] ?? {};
  return isSection(section) ? { ...document, value: { ...document.value, router: change(section) } } : document;
}

/** The section with the named router; the file's own model file applies where the command line names none. */
function sectionOf(
  section: Section,
  { named, modelFile }: { readonly named: Named | null; readonly modelFile: string | null },
): Section {
  if (named?.kind === "strategy") {
    const { strategy } = named;
    return modelFile === null ? { ...section, strategy } : { ...withModelFile(section, modelFile), strategy };
  }
  if (named === null) return modelFile === null ? section : withModelFile(section, modelFile);
  const { name: _name, ...rest } = modelFile === null ? section : withModelFile(section, modelFile);
  const block = isSection(rest["llmrouter"]) ? rest["llmrouter"] : {};
  return { ...rest, strategy: "llmrouter", llmrouter: { ...block, name: named.router.name } };
}

function withModelFile(section: Section, modelFile: string): Section {
  const block = isSection(section["llmrouter"]) ? section["llmrouter"] : {};
  return { ...section, llmrouter: { ...block, model_path: modelFile } };
}
