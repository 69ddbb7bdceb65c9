import type { Environment } from "../../adapters/bedrock/aws-credentials.js";
import type { Catalog } from "../../scenario/catalog.js";
import { failWith, inFileOrder } from "../../source/fail-with.js";
import { issueAt } from "../../source/issue-at.js";
import type { SourceDocument, SourcePath } from "../../source/source-document.js";
import { SourceError, type SourceIssue } from "../../source/source-error.js";
import { validate } from "../../source/validate.js";
import { parseYamlFile } from "../../source/yaml.js";
import { judgeApart } from "../choose/strategies/llm.js";
import { expandVariables } from "./expand-variables.js";
import { ignoredKeys } from "./ignored-keys.js";
import { noModels, sectionIssues } from "./named-models.js";
import { routedModel } from "./routed-model.js";
import { type RoutedModel, type RouterConfig, reliabilityOf } from "./router-config.js";
import { type ModelSettings, modelSchema, type RouterFile, routerFile } from "./router-file.js";
import { serveIssues, serveOf } from "./serve-config.js";

/** What reading a router's file needs besides the file: facts about models, and the environment variables it refers to. */
export type RouterSurroundings = { readonly catalog: Catalog; readonly environment: Environment };

/**
 * Reads and checks a router's file. Throws SourceError with every mistake, in the order of the file, each with its place and the
 * fix; messages never contain a key.
 *
 * @example
 * const catalog = loadModels("scenarios/models.yaml");
 * const config = loadRouter("examples/router.yaml", { catalog, environment: process.env });
 * for (const warning of config.warnings) console.error(warning);
 */
export function loadRouter(file: string, surroundings: RouterSurroundings): RouterConfig {
  return readRouter(parseYamlFile(file), surroundings);
}

/** As {@link loadRouter}, from a parsed document. */
export function readRouter(source: SourceDocument, surroundings: RouterSurroundings): RouterConfig {
  const document = expandVariables(source, surroundings.environment);
  const file = validate(routerFile(surroundings.catalog.apis), document);
  if (file.llms === undefined && file.models === undefined) throw failWith([noModels(file, document)]);
  const group = file.llms === undefined ? "models" : "llms";
  const names = Object.keys(file[group] ?? {});
  const reading: Reading = { document, file, group, surroundings, issues: [] };
  const models = modelsOf(reading);
  const judge = judgeOf(reading, names);
  const serve = serveOf(file, surroundings.environment);
  const issues = [
    ...reading.issues,
    ...serveIssues(serve, file, document),
    ...(names.length === 0 ? [] : sectionIssues(file, { document, names })),
  ];
  if (issues.length > 0) throw failWith(inFileOrder(issues));
  return {
    file: document.file,
    serve,
    models,
    strategy: { kind: file.router.strategy, section: file.router },
    judge,
    fallback: file.router.fallback_models,
    reliability: reliabilityOf(file),
    compatibility: {
      matrix: file.compatibility.matrix,
      history: file.compatibility.history,
      maxAgeDays: file.compatibility.max_age_days,
      filter: file.compatibility.filter,
    },
    warnings: [
      ...ignoredKeys({ document, file, group, hasJudge: judge !== null }),
      ...regionConflict(surroundings.environment, judge === null ? models : [...models, judge]),
    ],
  };
}

type Reading = {
  readonly document: SourceDocument;
  readonly file: RouterFile;
  readonly group: "llms" | "models";
  readonly surroundings: RouterSurroundings;
  /** The mistakes so far. */
  readonly issues: SourceIssue[];
};

function modelsOf(reading: Reading): readonly RoutedModel[] {
  const { document, file, group, issues } = reading;
  const entries = Object.entries(file[group] ?? {});
  if (entries.length === 0) {
    issues.push(issueAt(document, { path: [group] }, { message: "there is no model", hint: "add one under a name" }));
  }
  return entries.flatMap(([name, settings]) => modelAt([group, name], { name, settings }, reading) ?? []);
}

/** The judge that the `router` section describes as a model of its own; null: one of the models decides, or none does. */
function judgeOf(reading: Reading, names: readonly string[]): RoutedModel | null {
  const { document, file, issues, surroundings } = reading;
  const given = file.router.strategy === "llm" ? judgeApart(file.router, names) : null;
  if (given === null) return null;
  const read = modelSchema(surroundings.catalog.apis).safeParse(given);
  if (read.success) return modelAt(["router", "model"], { name: given.model, settings: read.data }, reading);
  for (const { path, message } of read.error.issues) {
    const key = path.map(String);
    issues.push(
      issueAt(document, { path: ["router", ...key] }, { message: `router.${key.join(".")}: ${message}`, hint: null }),
    );
  }
  return null;
}

/** Builds a model; a mistake in it is noted at its place in the file, and gives null. */
function modelAt(
  path: SourcePath,
  entry: { readonly name: string; readonly settings: ModelSettings },
  { document, file, surroundings, issues }: Reading,
): RoutedModel | null {
  try {
    return routedModel({
      ...{ ...entry, keys: file.api_keys, guard: file.reliability.empty_reply_guard },
      ...surroundings,
    });
  } catch (error) {
    if (!(error instanceof Error) || error instanceof SourceError) throw error;
    const hint = "hint" in error && typeof error.hint === "string" ? error.hint : null;
    issues.push(issueAt(document, { path, of: "key" }, { message: error.message, hint }));
    return null;
  }
}

function regionConflict(environment: Environment, models: readonly RoutedModel[]): readonly string[] {
  const { AWS_REGION: region, AWS_DEFAULT_REGION: other } = environment;
  const usesAws = models.some(({ whole }) => whole.auth === "bedrock");
  if (!usesAws || !region || !other || region === other) return [];
  return [`AWS_REGION is ${region} and AWS_DEFAULT_REGION is ${other}: AWS_REGION is used`];
}
