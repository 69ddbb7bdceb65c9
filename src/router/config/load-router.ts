import type { Environment } from "../../adapters/bedrock/aws-credentials.js";
import { defaultEmbedding } from "../../learned/embed/embedding-settings.js";
import type { Catalog } from "../../scenario/catalog.js";
import { at } from "../../source/describe-issue.js";
import type { SourceDocument, SourcePath } from "../../source/source-document.js";
import { SourceError, type SourceIssue, whereOf } from "../../source/source-error.js";
import { suggestion } from "../../source/suggest.js";
import { failWith, validate } from "../../source/validate.js";
import { parseYamlFile } from "../../source/yaml.js";
import { expandVariables } from "./expand-variables.js";
import { routedModel } from "./routed-model.js";
import {
  type RoutedModel,
  type RouterConfig,
  reliabilityOf,
  type ServeConfig,
  type Strategy,
} from "./router-config.js";
import { type ModelSettings, type RouterFile, routerFile } from "./router-file.js";

/** What the file is read beside: facts about models, and the variables it names. */
export type RouterSurroundings = { readonly catalog: Catalog; readonly environment: Environment };

/** Reads a router's file. Throws SourceError with every mistake, each with its place and the fix; never with a key. */
export function loadRouter(file: string, surroundings: RouterSurroundings): RouterConfig {
  const document = expandVariables(parseYamlFile(file), surroundings.environment);
  const read = validate(routerFile(surroundings.catalog.apis), document);
  const group = read.llms === undefined ? "models" : "llms";
  const entries = Object.entries(read[group] ?? {});
  const where: Where = { document, names: entries.map(([name]) => name) };
  if (entries.length === 0)
    throw failWith([at(document, [group], "value", "there is no model", "add one under a name")]);
  const models = entries.map(([name, settings]) =>
    modelAt([group, name], where, () => routedModel({ name, settings, keys: read.api_keys, ...surroundings })),
  );
  const issues = [...fallbackIssues(read, where), ...strategyIssues(read, where)];
  if (issues.length > 0) throw failWith(issues);
  return {
    file,
    serve: serveOf(read, document, surroundings.environment),
    models,
    strategy: strategyOf(read),
    fallback: read.router.fallback_models,
    reliability: reliabilityOf(read),
    compatibility: {
      matrix: read.compatibility.matrix,
      maxAgeDays: read.compatibility.max_age_days,
      filter: read.compatibility.filter,
    },
    warnings: [
      ...ignoredIn(document, read, group).map((issue) => `${whereOf(issue)}: ${issue.message}`),
      ...regionConflict(surroundings.environment, models),
    ],
  };
}

type Where = { readonly document: SourceDocument; readonly names: readonly string[] };

/** What building a model refuses is told at its place in the file. */
function modelAt(path: SourcePath, { document }: Where, build: () => RoutedModel): RoutedModel {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof SourceError) throw error;
    const hint = "hint" in error && typeof error.hint === "string" ? error.hint : null;
    throw failWith([at(document, path, "key", error.message, hint)]);
  }
}

function serveOf({ serve }: RouterFile, document: SourceDocument, environment: Environment): ServeConfig {
  const apiKey = serve.api_key ?? (serve.api_key_env === undefined ? null : (environment[serve.api_key_env] ?? ""));
  if (apiKey !== null && apiKey.length < 16) {
    const name = serve.api_key === undefined ? "api_key_env" : "api_key";
    throw failWith([
      at(document, ["serve", name], "value", "the key has fewer than 16 characters", "use a long random one"),
    ]);
  }
  if (apiKey === null && !isLoopback(serve.host)) {
    const message = `${serve.host} can be reached from other machines, and no API key is set`;
    throw failWith([
      at(document, ["serve", "host"], "value", message, "add serve.api_key_env, or listen on 127.0.0.1"),
    ]);
  }
  return {
    host: serve.host,
    port: serve.port,
    showModelPrefix: serve.show_model_prefix,
    apiKey,
    allowedOrigins: serve.allowed_origins,
    allowedHosts: serve.allowed_hosts,
    maxBodyBytes: serve.max_body_bytes,
    maxMessages: serve.max_messages,
    maxConnections: serve.max_connections,
    maxRequests: serve.max_requests,
    headersTimeoutMs: serve.headers_timeout_ms,
    requestTimeoutMs: serve.request_timeout_ms,
  };
}

/** Is it an address of this machine alone? */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function strategyOf({ router }: RouterFile): Strategy {
  switch (router.strategy) {
    case "random":
      return { kind: "random", weights: router.weights };
    case "rules":
      return {
        kind: "rules",
        rules: router.rules.flatMap(({ keywords, model }) => (keywords && model ? [{ keywords, model }] : [])),
        otherwise: router.rules.find((rule) => rule.default !== undefined)?.default ?? null,
      };
    case "llm":
      return { kind: "llm", judge: router.model ?? "" };
    case "llmrouter": {
      const modelFile = router.llmrouter?.model_path ?? router.model_path ?? "";
      return { kind: "llmrouter", modelFile, embedding: router.embedding ?? defaultEmbedding };
    }
    default:
      return { kind: router.strategy };
  }
}

/** A strategy without what it needs, and names that lead nowhere. */
function strategyIssues({ router }: RouterFile, where: Where): readonly SourceIssue[] {
  const { document } = where;
  const at0 = (message: string, hint: string) => at(document, ["router", "strategy"], "value", message, hint);
  const named = router.rules.flatMap((rule, index) => [
    ...unknown(where, ["router", "rules", index, "model"], rule.model),
    ...unknown(where, ["router", "rules", index, "default"], rule.default),
  ]);
  const weighted = Object.keys(router.weights).flatMap((name) =>
    unknown(where, ["router", "weights", name], name, "key"),
  );
  const needs: SourceIssue[] = [];
  if (router.strategy === "rules" && router.rules.length === 0) needs.push(at0("rules need rules", "add router.rules"));
  if (router.strategy === "llm" && router.model === undefined) {
    needs.push(at0("llm needs a model that decides", "add router.model: one of the models"));
  }
  if (router.strategy === "llmrouter" && (router.llmrouter?.model_path ?? router.model_path) === undefined) {
    needs.push(at0("llmrouter needs a model file", "train one with llm-parity train, and add router.model_path"));
  }
  const all = where.names.map((name) => router.weights[name] ?? 1);
  if (router.strategy === "random" && all.every((weight) => weight === 0)) {
    needs.push(at(document, ["router", "weights"], "value", "every model has weight 0", "give one a weight above 0"));
  }
  const judge = router.strategy === "llm" ? unknown(where, ["router", "model"], router.model) : [];
  return [...needs, ...judge, ...named, ...weighted];
}

function fallbackIssues({ router }: RouterFile, where: Where): readonly SourceIssue[] {
  return router.fallback_models.flatMap((name, index) => unknown(where, ["router", "fallback_models", index], name));
}

function unknown(
  { document, names }: Where,
  path: SourcePath,
  name: string | undefined,
  of: "key" | "value" = "value",
): readonly SourceIssue[] {
  if (name === undefined || names.includes(name)) return [];
  return [at(document, path, of, `there is no model "${name}" in this file`, suggestion(name, names, "models"))];
}

function ignoredIn(document: SourceDocument, file: RouterFile, group: "llms" | "models"): readonly SourceIssue[] {
  const said = (path: SourcePath, why: string) =>
    at(document, path, "key", `${path.join(".")} is ignored: ${why}`, null);
  const blocks = (["memory", "media"] as const).filter((name) => file[name] !== undefined);
  const judge = (["provider", "base_url", "provider_type", "auth_mode", "chat_path", "local"] as const).filter(
    (name) => name in file.router && (file.router as Record<string, unknown>)[name] !== undefined,
  );
  const limits = Object.entries(file[group] ?? {}).filter(
    ([, settings]: [string, ModelSettings]) => settings.context_limit !== undefined,
  );
  return [
    ...blocks.map((name) => said([name], "this router keeps no memory and describes no media")),
    ...judge.map((name) => said(["router", name], "the model that decides is one of the models")),
    ...limits.map(([name]) => said([group, name, "context_limit"], "the service says itself what is too long")),
  ];
}

function regionConflict(environment: Environment, models: readonly RoutedModel[]): readonly string[] {
  const { AWS_REGION: region, AWS_DEFAULT_REGION: other } = environment;
  const usesAws = models.some(({ whole }) => whole.auth === "bedrock");
  if (!usesAws || !region || !other || region === other) return [];
  return [`AWS_REGION is ${region} and AWS_DEFAULT_REGION is ${other}: AWS_REGION counts`];
}
