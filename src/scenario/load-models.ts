import { type Api, apis } from "../chat/api.js";
import type { Target } from "../chat/target.js";
import { issueAt } from "../source/describe-issue.js";
import type { SourceDocument, SourcePath } from "../source/source-document.js";
import type { SourceIssue } from "../source/source-error.js";
import { suggestion } from "../source/suggest.js";
import { failWith, inFileOrder, validate } from "../source/validate.js";
import { parseYamlFile } from "../source/yaml.js";
import { buildTarget } from "./build-target.js";
import type { Catalog, CatalogModel, Suite } from "./catalog.js";
import { type ModelFile, type ModelsFile, modelsFile, type OfferFile } from "./models-file.js";
import { builtInProviders, type Provider } from "./provider.js";

export type { Catalog } from "./catalog.js";

/** Reads `models.yaml`. Throws SourceError with every mistake: of the form, of names that lead nowhere, of repeated ids. */
export function loadModels(file: string): Catalog {
  const document = parseYamlFile(file);
  const source = validate(modelsFile, document);
  const loading: Loading = { source, document, providers: allProviders(source), issues: [], placed: [] };
  for (const [name, model] of Object.entries(source.models)) loadModel(loading, name, model);
  checkSuites(loading);
  if (loading.issues.length > 0) throw failWith(inFileOrder(loading.issues));
  return {
    file,
    providers: loading.providers,
    models: Object.entries(source.models).map(([name, model]) => catalogModel(name, model)),
    targets: loading.placed.map(({ target }) => target),
    suites: Object.keys(source.suites).map((name) => resolveSuite(loading, name)),
    defaults: source.defaults,
  };
}

type Placed = { readonly target: Target; readonly suites: readonly string[] };
type Loading = {
  readonly source: ModelsFile;
  readonly document: SourceDocument;
  readonly providers: readonly Provider[];
  readonly issues: SourceIssue[];
  readonly placed: Placed[];
};

function allProviders(source: ModelsFile): readonly Provider[] {
  const plain = builtInProviders.find((provider) => provider.name === "openai-chat");
  if (plain === undefined) throw new TypeError("the provider openai-chat is missing");
  const added = Object.entries(source.providers).map(
    ([name, provider]): Provider => ({
      ...plain,
      ...provider,
      name,
      auth: provider.keyVariable === null ? "none" : "bearer",
    }),
  );
  const replaced = new Set(added.map((provider) => provider.name));
  return [...builtInProviders.filter((provider) => !replaced.has(provider.name)), ...added];
}

function loadModel(loading: Loading, name: string, model: ModelFile): void {
  for (const [index, offer] of model.offers.entries()) {
    loadOffer(loading, { name, model, offer, path: ["models", name, "offers", index] });
  }
  const names = Object.keys(loading.source.models);
  if (model.successor !== null) checkName(loading, ["models", name, "successor"], model.successor, names, "models");
}

type OfferPlace = {
  readonly name: string;
  readonly model: ModelFile;
  readonly offer: OfferFile;
  readonly path: SourcePath;
};

function loadOffer(loading: Loading, { name, model, offer, path }: OfferPlace): void {
  const names = loading.providers.map((one) => one.name);
  checkName(loading, [...path, "provider"], offer.provider, names, "providers");
  const provider = loading.providers.find((one) => one.name === offer.provider);
  if (provider === undefined) return;
  for (const [api, suites] of Object.entries(offer.apis)) {
    const apiPath = [...path, "apis", api];
    if (!isApiOf(provider, api)) {
      say(loading, apiPath, `${provider.name} has no API "${api}"`, suggestion(api, provider.apis, "APIs"), "key");
      continue;
    }
    for (const [at, suite] of suites.entries()) {
      checkName(loading, [...apiPath, at], suite, Object.keys(loading.source.suites), "suites");
    }
    if (api.startsWith("invoke-model") && offer.family === null) {
      say(loading, apiPath, "InvokeModel needs to know the body family", "write family: anthropic, moonshot, …", "key");
    }
    addTarget(loading, { target: targetOf({ name, model, offer, provider, api }), suites }, apiPath);
  }
}

function isApiOf(provider: Provider, api: string): api is Api {
  return apis.some((one) => one === api && provider.apis.includes(one));
}

function addTarget(loading: Loading, placed: Placed, path: SourcePath): void {
  const { id } = placed.target;
  if (loading.placed.some(({ target }) => target.id === id)) {
    say(loading, path, `the target id "${id}" stands twice`, "give one of the two offers a variant", "key");
  }
  loading.placed.push(placed);
}

type TargetOf = Omit<OfferPlace, "path"> & { readonly provider: Provider; readonly api: Api };

function targetOf({ name, model, offer, provider, api }: TargetOf): Target {
  return buildTarget({
    model: name,
    provider,
    api,
    providerModelId: offer.id,
    region: offer.region,
    upstreamPin: offer.pin?.slug ?? null,
    upstreamName: offer.pin?.name ?? null,
    variant: offer.variant,
    family: offer.family,
    capabilities: said({ ...model.capabilities, ...offer.capabilities }),
    quirks: said({ ...model.quirks, ...offer.quirks }),
    extra: offer.extra,
    price: offer.price,
    sources: [...offer.sources, ...model.sources],
  });
}

/** Without the members that are absent. */
function said<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function catalogModel(name: string, model: ModelFile): CatalogModel {
  const { title, vendor, description, retired, successor, sources } = model;
  return { name, title, vendor, description, retired, successor, sources };
}

function checkSuites(loading: Loading): void {
  const { suites, defaults, models } = loading.source;
  checkName(loading, ["defaults", "replay"], defaults.replay, Object.keys(suites), "suites");
  checkName(loading, ["defaults", "live"], defaults.live, Object.keys(suites), "suites");
  for (const [name, suite] of Object.entries(suites)) {
    if (suite.sameTargetsAs !== null) {
      const others = Object.keys(suites).filter((other) => other !== name);
      checkName(loading, ["suites", name, "sameTargetsAs"], suite.sameTargetsAs, others, "suites");
    }
    for (const [index, cell] of suite.unsupported.entries()) {
      checkName(loading, ["suites", name, "unsupported", index, "model"], cell.model, Object.keys(models), "models");
    }
  }
  // What a suite lacks may follow from another mistake, and is told once the others are mended.
  if (loading.issues.length > 0) return;
  for (const [name, suite] of Object.entries(suites)) {
    for (const [index, remark] of suite.remarks.entries()) {
      checkName(loading, ["suites", name, "remarks", index, "model"], remark.model, Object.keys(models), "models");
    }
    const targets = placedIn(loading, name);
    if (targets.length === 0)
      say(loading, ["suites", name], `no target is in the suite "${name}"`, "name it under apis of an offer", "key");
    const columns = new Set(suite.columns.map(({ provider, api }) => `${provider}/${api}`));
    for (const { target } of targets) {
      if (columns.has(`${target.provider}/${target.api}`)) continue;
      say(
        loading,
        ["suites", name, "columns"],
        `the suite "${name}" has ${target.id}, but no column for it`,
        `add { provider: ${target.provider}, api: ${target.api} }`,
        "value",
      );
    }
  }
}

/** The targets that name a suite, or the one whose targets it has too. */
function placedIn(loading: Loading, name: string): readonly Placed[] {
  const other = loading.source.suites[name]?.sameTargetsAs ?? name;
  return loading.placed.filter((one) => one.suites.includes(name) || one.suites.includes(other));
}

function resolveSuite(loading: Loading, name: string): Suite {
  const suite = loading.source.suites[name];
  if (suite === undefined) throw new TypeError(`no suite ${name}`);
  const targets = placedIn(loading, name).map(({ target }) => target);
  const columnOf = (target: Target) =>
    suite.columns.findIndex((column) => column.provider === target.provider && column.api === target.api);
  const listed = new Set([...targets, ...suite.unsupported].map(({ model }) => model));
  const models = Object.keys(loading.source.models).filter((model) => listed.has(model));
  const ordered = models.flatMap((model) =>
    targets.filter((target) => target.model === model).sort((a, b) => columnOf(a) - columnOf(b)),
  );
  const { sameTargetsAs: _, ...said } = suite;
  return { ...said, name, models, targets: ordered.map((target) => target.id) };
}

function checkName(loading: Loading, path: SourcePath, name: string, known: readonly string[], noun: string): void {
  if (!known.includes(name))
    say(loading, path, `there is no "${name}" among the ${noun}`, suggestion(name, known, noun), "value");
}

function say(loading: Loading, path: SourcePath, message: string, hint: string, of: "key" | "value"): void {
  loading.issues.push(issueAt(loading.document, { path, of }, { message, hint }));
}
