import { type Api, type ApiTable, wireApiOf } from "../../chat/api.js";
import type { Target } from "../../chat/target.js";
import { failWith, inFileOrder } from "../../source/fail-with.js";
import { issueAt } from "../../source/issue-at.js";
import type { SourceDocument, SourcePath } from "../../source/source-document.js";
import type { SourceIssue } from "../../source/source-error.js";
import { suggestion } from "../../source/suggest.js";
import { buildTarget, type TargetParts } from "../build-target.js";
import type { Catalog, CatalogModel, Suite, UnsupportedCell } from "../catalog.js";
import type { ModelFile, ModelsFile, OfferFile } from "../models-file.js";
import type { Provider } from "../provider.js";
import { quotaMistakes } from "../providers/check-quotas.js";
import { type LoadedProviders, loadProviders } from "../providers/load-providers.js";
import { refusedCells } from "../routes/refused-cells.js";
import { routeMistakes } from "../routes/route-mistakes.js";

/** A valid file of models: what its schema read, where that stands, and the wire APIs that it may name. */
export type ReadModels = {
  readonly source: ModelsFile;
  readonly document: SourceDocument;
  readonly apis: ApiTable;
};

/** The catalog of a valid file of models. Throws a SourceError with every mistake: of names that do not exist, of repeated ids. */
export function buildCatalog({ source, document, apis }: ReadModels): Catalog {
  const { providers, incomplete } = loadProviders(source.providers, apis);
  const loading: Loading = { source, document, apis, providers, issues: [], placed: [] };
  reportIncomplete(loading, incomplete);
  for (const { path, ...mistake } of quotaMistakes(source, providers)) report(loading, { path, of: "value" }, mistake);
  for (const { path, of, ...mistake } of routeMistakes(source, providers)) report(loading, { path, of }, mistake);
  for (const [name, model] of Object.entries(source.models)) loadModel(loading, name, model);
  checkSuites(loading);
  if (loading.issues.length > 0) throw failWith(inFileOrder(loading.issues));
  return {
    file: document.file,
    apis,
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
  readonly apis: ApiTable;
  readonly providers: readonly Provider[];
  readonly issues: SourceIssue[];
  readonly placed: Placed[];
};

function reportIncomplete(loading: Loading, incomplete: LoadedProviders["incomplete"]): void {
  for (const { name, member } of incomplete) {
    const message = `the provider "${name}" has no ${member}`;
    report(loading, { path: ["providers", name], of: "key" }, { message, hint: memberHints[member] });
  }
}

const memberHints: { readonly [member in LoadedProviders["incomplete"][number]["member"]]: string } = {
  title: "write title: what reports call it",
  baseUrl: "write baseUrl: https://host/v1, or correct the name to that of a built-in provider",
  keyVariable: "write keyVariable: the variable with its key, or null",
};

function loadModel(loading: Loading, name: string, model: ModelFile): void {
  for (const [index, offer] of model.offers.entries()) {
    loadOffer(loading, { name, model, offer, path: ["models", name, "offers", index] });
  }
  const names = Object.keys(loading.source.models);
  if (model.successor !== null)
    checkName(
      loading,
      { path: ["models", name, "successor"], name: model.successor },
      { known: names, noun: "models" },
    );
}

type OfferPlace = {
  readonly name: string;
  readonly model: ModelFile;
  readonly offer: OfferFile;
  readonly path: SourcePath;
};

function loadOffer(loading: Loading, { name, model, offer, path }: OfferPlace): void {
  const names = loading.providers.map((one) => one.name);
  checkName(loading, { path: [...path, "provider"], name: offer.provider }, { known: names, noun: "providers" });
  const provider = loading.providers.find((one) => one.name === offer.provider);
  if (provider === undefined) return;
  for (const [api, suites] of Object.entries(offer.apis)) {
    const apiPath = [...path, "apis", api];
    if (!isApiOf(provider, api)) {
      report(
        loading,
        { path: apiPath, of: "key" },
        { message: `${provider.name} has no API "${api}"`, hint: suggestion(api, provider.apis, "APIs") },
      );
      continue;
    }
    for (const [index, suite] of suites.entries()) {
      checkName(
        loading,
        { path: [...apiPath, index], name: suite },
        { known: Object.keys(loading.source.suites), noun: "suites" },
      );
    }
    const { hasFamilies = false, title } = wireApiOf(api, loading.apis) ?? {};
    if (hasFamilies && offer.family === null) {
      const message = `${title} needs a body family`;
      report(loading, { path: apiPath, of: "key" }, { message, hint: "write family: anthropic, moonshot, …" });
    }
    const target = targetOf({ name, model, offer, provider, api }, loading.apis);
    addTarget(loading, { target, suites }, apiPath);
  }
}

function isApiOf(provider: Provider, api: string): api is Api {
  return provider.apis.some((one) => one === api);
}

function addTarget(loading: Loading, placed: Placed, path: SourcePath): void {
  const { id } = placed.target;
  if (loading.placed.some(({ target }) => target.id === id)) {
    report(
      loading,
      { path, of: "key" },
      { message: `the target id "${id}" appears twice`, hint: "give one of the two offers a variant" },
    );
  }
  loading.placed.push(placed);
}

type TargetOf = Omit<OfferPlace, "path"> & { readonly provider: Provider; readonly api: Api };

function targetOf({ name, model, offer, provider, api }: TargetOf, apis: ApiTable): Target {
  const parts: TargetParts = {
    model: name,
    provider,
    api,
    providerModelId: offer.id,
    region: offer.region,
    upstreamPin: offer.pin?.slug ?? null,
    upstreamName: offer.pin?.name ?? null,
    variant: offer.variant,
    family: offer.family,
    capabilities: withoutUndefined({ ...model.capabilities, ...offer.capabilities }),
    quirks: withoutUndefined({ ...model.quirks, ...offer.quirks }),
    extra: offer.extra,
    price: offer.price,
    sources: [...offer.sources, ...model.sources],
    path: offer.path,
  };
  return buildTarget(parts, apis);
}

function withoutUndefined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function catalogModel(name: string, model: ModelFile): CatalogModel {
  const { title, vendor, description, retired, successor, sources, refuses } = model;
  return { name, title, vendor, description, retired, successor, sources, refuses };
}

function checkSuites(loading: Loading): void {
  const { suites, defaults, models } = loading.source;
  checkName(
    loading,
    { path: ["defaults", "replay"], name: defaults.replay },
    { known: Object.keys(suites), noun: "suites" },
  );
  checkName(
    loading,
    { path: ["defaults", "live"], name: defaults.live },
    { known: Object.keys(suites), noun: "suites" },
  );
  for (const [name, suite] of Object.entries(suites)) {
    if (suite.sameTargetsAs !== null) {
      const others = Object.keys(suites).filter((other) => other !== name);
      checkName(
        loading,
        { path: ["suites", name, "sameTargetsAs"], name: suite.sameTargetsAs },
        { known: others, noun: "suites" },
      );
    }
    for (const [index, cell] of suite.unsupported.entries()) {
      checkName(
        loading,
        { path: ["suites", name, "unsupported", index, "model"], name: cell.model },
        { known: Object.keys(models), noun: "models" },
      );
    }
  }
  // A suite may lack targets or columns because of another mistake, so this waits until there is none.
  if (loading.issues.length > 0) return;
  for (const [name, suite] of Object.entries(suites)) {
    for (const list of ["remarks", "briefs"] as const) {
      for (const [index, { model }] of suite[list].entries()) {
        const at = { path: ["suites", name, list, index, "model"], name: model };
        checkName(loading, at, { known: Object.keys(models), noun: "models" });
      }
    }
    const targets = placedIn(loading, name);
    if (targets.length === 0)
      report(
        loading,
        { path: ["suites", name], of: "key" },
        { message: `no target is in the suite "${name}"`, hint: "name it under apis of an offer" },
      );
    const columns = new Set(suite.columns.map(({ provider, api }) => `${provider}/${api}`));
    for (const { target } of targets) {
      if (columns.has(`${target.provider}/${target.api}`)) continue;
      report(
        loading,
        { path: ["suites", name, "columns"], of: "value" },
        {
          message: `the suite "${name}" has ${target.id}, but no column for it`,
          hint: `add { provider: ${target.provider}, api: ${target.api} }`,
        },
      );
    }
  }
}

/** The targets that name the suite, or a suite whose targets it has too. */
function placedIn(loading: Loading, name: string): readonly Placed[] {
  const names = withOthers(loading.source, [name]);
  return loading.placed.filter(({ suites }) => suites.some((suite) => names.includes(suite)));
}

/** The suite, the one of its `sameTargetsAs`, and so on; a circle ends where it closes. */
function withOthers(source: ModelsFile, names: readonly string[]): readonly string[] {
  const other = source.suites[names.at(-1) ?? ""]?.sameTargetsAs ?? null;
  return other === null || names.includes(other) ? names : withOthers(source, [...names, other]);
}

function resolveSuite(loading: Loading, name: string): Suite {
  const suite = loading.source.suites[name];
  if (suite === undefined) throw new TypeError(`no suite ${name}`);
  const targets = placedIn(loading, name).map(({ target }) => target);
  const columnOf = (target: Target) =>
    suite.columns.findIndex((column) => column.provider === target.provider && column.api === target.api);
  const isServed = (cell: UnsupportedCell) =>
    targets.some(({ model, provider, api }) => model === cell.model && provider === cell.provider && api === cell.api);
  const refused = suite.showsRefused
    ? refusedCells(loading.source.models, suite.columns).filter((cell) => !isServed(cell))
    : [];
  const unsupported = [...suite.unsupported, ...refused];
  const listed = new Set([...targets, ...unsupported].map(({ model }) => model));
  const models = Object.keys(loading.source.models).filter((model) => listed.has(model));
  const ordered = models.flatMap((model) =>
    targets.filter((target) => target.model === model).sort((a, b) => columnOf(a) - columnOf(b)),
  );
  const { sameTargetsAs: _, showsRefused: __, ...members } = suite;
  return { ...members, unsupported, name, models, targets: ordered.map((target) => target.id) };
}

type Named = { readonly path: SourcePath; readonly name: string };
type Known = { readonly known: readonly string[]; readonly noun: string };

function checkName(loading: Loading, { path, name }: Named, { known, noun }: Known): void {
  if (known.includes(name)) return;
  const message = `there is no "${name}" among the ${noun}`;
  report(loading, { path, of: "value" }, { message, hint: suggestion(name, known, noun) });
}

type Place = { readonly path: SourcePath; readonly of: "key" | "value" };

function report(loading: Loading, place: Place, mistake: { readonly message: string; readonly hint: string }): void {
  loading.issues.push(issueAt(loading.document, place, mistake));
}
