import type { Target } from "../chat/target.js";
import { suggestion } from "../source/suggest.js";
import type { Catalog, Suite } from "./catalog.js";
import type { Scenario } from "./scenario.js";
import { SelectionError } from "./selection-error.js";
import { parseTypedTarget } from "./typed-target.js";

export { SelectionError } from "./selection-error.js";

/**
 * A choice of targets: those of a suite (null: all of the catalog) that match `models`, `providers` and `apis`; an
 * absent or empty list matches all. `targets`: ids of the catalog or typed targets (`bedrock:…`), used instead of the
 * suite.
 */
export type TargetChoice = {
  readonly suite?: string | null;
  readonly models?: readonly string[];
  readonly providers?: readonly string[];
  readonly apis?: readonly string[];
  readonly targets?: readonly string[];
  readonly baseUrl?: string | null;
  /** The region of typed Bedrock targets that name none; null: the provider's default. */
  readonly region?: string | null;
};

/**
 * The chosen targets, in the order of the suite or of `choice.targets`. Throws {@link SelectionError} for a name that
 * does not exist and when no target matches.
 */
export function selectTargets(catalog: Catalog, choice: TargetChoice): readonly Target[] {
  const typed = choice.targets ?? [];
  const from =
    typed.length > 0 ? typed.map((text) => namedTarget(catalog, choice, text)) : suiteTargets(catalog, choice);
  checkNames(
    choice.models,
    [...catalog.models.map((model) => model.name), ...from.map((target) => target.model)],
    "models",
  );
  checkNames(
    choice.providers,
    [...catalog.providers, ...catalog.targets.map((one) => ({ name: one.provider }))].map((one) => one.name),
    "providers",
  );
  checkApis(catalog, choice, [...catalog.targets, ...from]);
  const chosen = matching(from, choice);
  if (chosen.length === 0) throw noTarget(from, catalog, choice);
  return [...new Map(chosen.map((target) => [target.id, target])).values()];
}

/**
 * The chosen scenarios in their given order: those of `ids`; else those with a tag of `tags`, or of the suite; else
 * all. Throws {@link SelectionError} for an id that does not exist and when no scenario has a tag.
 */
export function selectScenarios(
  scenarios: readonly Scenario[],
  choice: {
    readonly catalog?: Catalog;
    readonly suite?: string | null;
    readonly tags?: readonly string[];
    readonly ids?: readonly string[];
  },
): readonly Scenario[] {
  const ids = choice.ids ?? [];
  checkNames(
    ids,
    scenarios.map((scenario) => scenario.id),
    "scenarios",
  );
  if (ids.length > 0) return scenarios.filter((scenario) => ids.includes(scenario.id));
  const tags = choice.tags ?? suiteTags(choice.catalog, choice.suite);
  if (tags === null) return scenarios;
  const chosen = scenarios.filter((scenario) => scenario.tags.some((tag) => tags.includes(tag)));
  if (chosen.length > 0) return chosen;
  const known = [...new Set(scenarios.flatMap((scenario) => scenario.tags))];
  throw new SelectionError(`no scenario has the tag ${tags.join(" or ")}`, suggestion(tags[0] ?? "", known, "tags"));
}

/** The suite of that name. Throws {@link SelectionError} when there is none. */
export function suiteOf(catalog: Catalog, name: string): Suite {
  const suite = catalog.suites.find((one) => one.name === name);
  if (suite !== undefined) return suite;
  const names = catalog.suites.map((one) => one.name);
  throw new SelectionError(`there is no suite "${name}"`, suggestion(name, names, "suites"));
}

function suiteTargets(catalog: Catalog, choice: TargetChoice): readonly Target[] {
  if (choice.suite === undefined || choice.suite === null) return catalog.targets;
  return suiteOf(catalog, choice.suite).targets.flatMap((id) => catalog.targets.filter((target) => target.id === id));
}

function namedTarget(catalog: Catalog, choice: TargetChoice, text: string): Target {
  const known = catalog.targets.find((target) => target.id === text);
  if (known !== undefined) return known;
  const typed = text.includes(":") ? text : typedForm(catalog, text);
  if (typed !== null) {
    return parseTypedTarget(typed, { baseUrl: choice.baseUrl ?? null, region: choice.region ?? null, catalog });
  }
  const hint = suggestion(
    text,
    [...catalog.targets.map((target) => target.id), ...unlistedIds(catalog, text)],
    "targets",
  );
  throw new SelectionError(`there is no target "${text}"`, `${hint}; or type one: openrouter:moonshotai/kimi-k2.5`);
}

/** The id of a model that the provider is listed with, on an API that is not listed: as a typed target; null: no such id. */
function typedForm(catalog: Catalog, id: string): string | null {
  const [path = "", ...places] = id.split("@");
  const [model, provider, api, ...rest] = path.split("/");
  const offer = catalog.targets.find((one) => one.model === model && one.provider === provider);
  const serves = catalog.providers.find(({ name }) => name === provider)?.apis.some((name) => name === api) === true;
  if (offer === undefined || !serves || rest.length > 0) return null;
  return [`${provider}/${api}:${offer.providerModelId}`, ...places].join("@");
}

/** The ids of the model and provider that `text` names, with each API that the provider serves. */
function unlistedIds(catalog: Catalog, text: string): readonly string[] {
  const [model = "", provider = ""] = text.split("/");
  const apis = catalog.providers.find(({ name }) => name === provider)?.apis ?? [];
  const isOffered = catalog.targets.some((one) => one.model === model && one.provider === provider);
  return isOffered ? apis.map((api) => `${model}/${provider}/${api}`) : [];
}

/** Throws {@link SelectionError} for an API that no target has; one that a provider serves is asked by a typed target. */
function checkApis(catalog: Catalog, { apis = [], models }: TargetChoice, targets: readonly Target[]): void {
  const known = targets.map(({ api }): string => api);
  for (const name of apis) {
    const serving = catalog.providers.filter((one) => one.apis.some((api) => api === name)).map((one) => one.name);
    if (known.includes(name) || serving.length === 0) continue;
    const offer = catalog.targets.find(({ model, provider }) => has(models, model) && serving.includes(provider));
    const id = offer === undefined ? `${serving[0]}/${name}:MODEL` : `${offer.model}/${offer.provider}/${name}`;
    throw new SelectionError(`no target of models.yaml has the API ${name}`, `name one yourself: --target ${id}`);
  }
  checkNames(apis, known, "APIs");
}

function suiteTags(catalog: Catalog | undefined, suite: string | null | undefined): readonly string[] | null {
  if (catalog === undefined || suite === undefined || suite === null) return null;
  return suiteOf(catalog, suite).scenarioTags;
}

function checkNames(names: readonly string[] | undefined, known: readonly string[], noun: string): void {
  for (const name of names ?? []) {
    if (known.includes(name)) continue;
    throw new SelectionError(`there is no "${name}" among the ${noun}`, suggestion(name, [...new Set(known)], noun));
  }
}

function has(names: readonly string[] | undefined, name: string): boolean {
  return names === undefined || names.length === 0 || names.includes(name);
}

function matching(targets: readonly Target[], { models, providers, apis }: TargetChoice): readonly Target[] {
  return targets.filter(({ model, provider, api }) => has(models, model) && has(providers, provider) && has(apis, api));
}

/** The error of a choice without a target: what was asked for, which option leaves none, and the suites that have one. */
function noTarget(from: readonly Target[], catalog: Catalog, choice: TargetChoice): SelectionError {
  const given = filters.filter(({ member }) => (choice[member] ?? []).length > 0);
  const wordsOf = ({ flag, member }: Filter) => (choice[member] ?? []).map((name) => `${flag} ${name}`).join(" ");
  const place = placeText(choice);
  if (given.length === 0)
    return new SelectionError(`${place} no target`, "`llm-parity list suites` shows how many each has");
  const leftWithout = given.flatMap((one) => {
    const count = matching(from, { ...choice, [one.member]: [] }).length;
    return count === 0 || given.length === 1
      ? []
      : [`without ${wordsOf(one)}, ${count} ${count === 1 ? "is" : "are"} left`];
  });
  const isTyped = (choice.targets ?? []).length > 0;
  const suites = catalog.suites.filter(
    ({ targets, name }) =>
      name !== choice.suite &&
      matching(
        catalog.targets.filter(({ id }) => targets.includes(id)),
        choice,
      ).length > 0,
  );
  const elsewhere =
    suites.length === 0
      ? "no suite has one"
      : `${suites.length === 1 ? "the suite" : "the suites"} ${suites.map(({ name }) => name).join(", ")} ${suites.length === 1 ? "has" : "have"} one: --suite ${suites[0]?.name}`;
  const hints = [...leftWithout, ...(isTyped ? ["remove --target or the other option"] : [elsewhere])];
  return new SelectionError(`${place} no target with ${given.map(wordsOf).join(" ")}`, hints.join("; "));
}

type Filter = (typeof filters)[number];

/** The options that leave targets out. */
const filters = [
  { flag: "--model", member: "models" },
  { flag: "--provider", member: "providers" },
  { flag: "--api", member: "apis" },
] as const;

function placeText({ suite, targets = [] }: TargetChoice): string {
  if (targets.length > 0) return `${targets.map((id) => `--target ${id}`).join(" ")}:`;
  return suite === undefined || suite === null ? "there is" : `the suite ${suite} has`;
}
