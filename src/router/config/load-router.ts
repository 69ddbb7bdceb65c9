import type { Environment } from "../../adapters/bedrock/aws-credentials.js";
import type { Catalog } from "../../scenario/catalog.js";
import { issueAt } from "../../source/describe-issue.js";
import type { SourceDocument, SourcePath } from "../../source/source-document.js";
import { SourceError, type SourceIssue, whereOf } from "../../source/source-error.js";
import { suggestion } from "../../source/suggest.js";
import { failWith, validate } from "../../source/validate.js";
import { parseYamlFile } from "../../source/yaml.js";
import type { NamedModel } from "../choose/strategies/define-strategy.js";
import { strategies, strategyOf } from "../choose/strategies/registry.js";
import { expandVariables } from "./expand-variables.js";
import { routedModel } from "./routed-model.js";
import { type RoutedModel, type RouterConfig, reliabilityOf, type ServeConfig } from "./router-config.js";
import { type ModelSettings, type RouterFile, routerFile } from "./router-file.js";

/** What reading a router's file needs besides the file: facts about models, and the environment variables it refers to. */
export type RouterSurroundings = { readonly catalog: Catalog; readonly environment: Environment };

/**
 * Reads and checks a router's file. Throws SourceError with every mistake, each with its place and the fix; messages never
 * contain a key.
 *
 * @example
 * const catalog = loadModels("scenarios/models.yaml");
 * const config = loadRouter("examples/router.yaml", { catalog, environment: process.env });
 * for (const warning of config.warnings) console.error(warning);
 */
export function loadRouter(file: string, surroundings: RouterSurroundings): RouterConfig {
  const document = expandVariables(parseYamlFile(file), surroundings.environment);
  const read = validate(routerFile(surroundings.catalog.apis), document);
  const group = read.llms === undefined ? "models" : "llms";
  const entries = Object.entries(read[group] ?? {});
  const where: Where = { document, names: entries.map(([name]) => name) };
  if (entries.length === 0)
    throw failWith([
      issueAt(document, { path: [group] }, { message: "there is no model", hint: "add one under a name" }),
    ]);
  const models = entries.map(([name, settings]) =>
    modelAt([group, name], where, () =>
      routedModel({ name, settings, keys: read.api_keys, guard: read.reliability.empty_reply_guard, ...surroundings }),
    ),
  );
  const issues = [...fallbackIssues(read, where), ...strategyIssues(read, where)];
  if (issues.length > 0) throw failWith(issues);
  return {
    file,
    serve: serveOf(read, document, surroundings.environment),
    models,
    strategy: { kind: read.router.strategy, section: read.router },
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

/** Builds a model; an error is reported at the model's place in the file. */
function modelAt(path: SourcePath, { document }: Where, build: () => RoutedModel): RoutedModel {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof SourceError) throw error;
    const hint = "hint" in error && typeof error.hint === "string" ? error.hint : null;
    throw failWith([issueAt(document, { path, of: "key" }, { message: error.message, hint })]);
  }
}

function serveOf({ serve }: RouterFile, document: SourceDocument, environment: Environment): ServeConfig {
  const apiKey = serve.api_key ?? (serve.api_key_env === undefined ? null : (environment[serve.api_key_env] ?? ""));
  if (apiKey !== null && apiKey.length < 16) {
    const name = serve.api_key === undefined ? "api_key_env" : "api_key";
    throw failWith([
      issueAt(
        document,
        { path: ["serve", name] },
        { message: "the key has fewer than 16 characters", hint: "use a long random one" },
      ),
    ]);
  }
  if (apiKey === null && !isLoopback(serve.host)) {
    const message = `${serve.host} can be reached from other machines, and no API key is set`;
    throw failWith([
      issueAt(
        document,
        { path: ["serve", "host"] },
        { message, hint: "add serve.api_key_env, or listen on 127.0.0.1" },
      ),
    ]);
  }
  return {
    host: serve.host,
    port: serve.port,
    showModelPrefix: serve.show_model_prefix,
    apiKey,
    allowedOrigins: serve.allowed_origins,
    allowedHosts: serve.allowed_hosts.map((name) => name.toLowerCase()),
    maxBodyBytes: serve.max_body_bytes,
    maxMessages: serve.max_messages,
    maxConnections: serve.max_connections,
    maxRequests: serve.max_requests,
    headersTimeoutMs: serve.headers_timeout_ms,
    requestTimeoutMs: serve.request_timeout_ms,
    keepAliveMs: serve.keep_alive_ms,
  };
}

/** Whether a host can be reached only from this machine: `localhost`, `::1` or 127.0.0.0/8. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** What the strategy in use lacks, and model names in the settings of any strategy that are not defined in the file. */
function strategyIssues({ router }: RouterFile, where: Where): readonly SourceIssue[] {
  const used = strategyOf(router.strategy);
  const lacks = used
    .lacks(router, where.names)
    .map(({ path, of, message, hint }) =>
      issueAt(where.document, { path: ["router", ...path], of }, { message, hint }),
    );
  const named = strategies.flatMap((strategy) => strategy.names(router, strategy === used));
  return [...lacks, ...named.flatMap((one) => unknownModel(where, one))];
}

function fallbackIssues({ router }: RouterFile, where: Where): readonly SourceIssue[] {
  return router.fallback_models.flatMap((name, index) =>
    unknownModel(where, { path: ["fallback_models", index], of: "value", name }),
  );
}

function unknownModel({ document, names }: Where, { path, of, name }: NamedModel): readonly SourceIssue[] {
  if (names.includes(name)) return [];
  const message = `there is no model "${name}" in this file`;
  return [issueAt(document, { path: ["router", ...path], of }, { message, hint: suggestion(name, names, "models") })];
}

function ignoredIn(document: SourceDocument, file: RouterFile, group: "llms" | "models"): readonly SourceIssue[] {
  const ignored = (path: SourcePath, why: string) =>
    issueAt(document, { path, of: "key" }, { message: `${path.join(".")} is ignored: ${why}`, hint: null });
  const blocks = (["memory", "media"] as const).filter((name) => file[name] !== undefined);
  const judge = (["provider", "base_url", "provider_type", "auth_mode", "chat_path", "local"] as const).filter(
    (name) => name in file.router && (file.router as Record<string, unknown>)[name] !== undefined,
  );
  const limits = Object.entries(file[group] ?? {}).filter(
    ([, settings]: [string, ModelSettings]) => settings.context_limit !== undefined,
  );
  return [
    ...blocks.map((name) => ignored([name], "this router has no memory and does not describe media")),
    ...judge.map((name) => ignored(["router", name], "the deciding model is one of the configured models")),
    ...limits.map(([name]) => ignored([group, name, "context_limit"], "the service itself rejects what is too long")),
  ];
}

function regionConflict(environment: Environment, models: readonly RoutedModel[]): readonly string[] {
  const { AWS_REGION: region, AWS_DEFAULT_REGION: other } = environment;
  const usesAws = models.some(({ whole }) => whole.auth === "bedrock");
  if (!usesAws || !region || !other || region === other) return [];
  return [`AWS_REGION is ${region} and AWS_DEFAULT_REGION is ${other}: AWS_REGION is used`];
}
