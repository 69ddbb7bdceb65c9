import type { Price, Target } from "../../chat/target.js";
import { buildTarget } from "../../scenario/build-target.js";
import type { Catalog } from "../../scenario/catalog.js";
import { builtInProviders } from "../../scenario/provider.js";
import { suggestion } from "../../source/suggest.js";
import { UsageError } from "../usage-error.js";
import type { Ask, Assumption } from "./assumption.js";

/**
 * What one ask may use at most. `price`: whose price it is counted at; `none`: it asks no model, and costs nothing. `outputPerMillion`: that
 * price of a million tokens of the reply, in US dollars.
 */
export type AskBound = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
  readonly outputPerMillion: number;
  readonly price: "own" | "dearest" | "none";
};

/** An ask with the target that it is sent to, and its bound. */
export type PlannedAsk = { readonly ask: Ask; readonly target: Target; readonly bound: AskBound };

/**
 * What is asked, each ask once, and the assumptions that it is asked for. `costUsd`: the most that all asks can cost. `moved`: providers
 * that the models file has at an address of its own, with that address: what answers there may not be the vendor.
 */
export type ProbePlan = {
  readonly assumptions: readonly Assumption[];
  readonly asks: readonly PlannedAsk[];
  readonly costUsd: number;
  readonly moved: readonly string[];
};

/** `region`: for Bedrock; null: the provider's default. */
export type PlanOptions = { readonly catalog: Catalog; readonly region: string | null };

/** The plan for these assumptions, with the prices of the catalog. */
export function planProbes(assumptions: readonly Assumption[], options: PlanOptions): ProbePlan {
  const named = assumptions.flatMap(({ probe }) => (probe.kind === "ask" ? probe.asks : []));
  const asks = [...new Map(named.map((ask) => [ask.name, ask])).values()].map((ask) => plannedAsk(ask, options));
  const costUsd = asks.reduce((sum, { bound }) => sum + bound.costUsd, 0);
  return { assumptions, asks, costUsd, moved: movedProviders(asks, options.catalog) };
}

export function movedProviders(asks: readonly PlannedAsk[], { providers, apis }: Catalog): readonly string[] {
  const usual = new Map(builtInProviders(apis).map(({ name, baseUrl }) => [name, baseUrl]));
  const asked = providers.filter(({ name }) => asks.some(({ ask }) => ask.provider === name));
  return asked
    .filter(({ name, baseUrl }) => usual.get(name) !== baseUrl)
    .map(({ name, baseUrl }) => `${name} at ${baseUrl ?? "its own address"}`);
}

/** The assumptions with these ids, in the order of the registry; all where none is named. Throws UsageError for an id that is wrong, or has no probe. */
export function chooseAssumptions(all: readonly Assumption[], ids: readonly string[]): readonly Assumption[] {
  for (const id of ids) {
    const found = all.find((one) => one.id === id);
    if (found === undefined) {
      const probed = all.filter(({ probe }) => probe.kind === "ask").map((one) => one.id);
      throw new UsageError(`--only ${id}: there is no such assumption`, {
        hint: `${suggestion(id, probed, "ids")}; docs/unverified.md lists them all.`,
      });
    }
    if (found.probe.kind === "none") throw new UsageError(`--only ${id}: it has no probe. ${found.probe.why}`);
  }
  return ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
}

/** Refuses a plan that may cost more than the limit. */
export function refuseAbove(limitUsd: number, { costUsd }: ProbePlan): void {
  if (costUsd <= limitUsd) return;
  throw new UsageError(
    `the probes may cost $${costUsd.toFixed(4)}, more than the limit of $${limitUsd.toFixed(4)}: nothing was asked`,
    {
      hint: "Raise --max-cost, or name single assumptions with --only.",
    },
  );
}

/**
 * The tokens that a service may put around a request: its chat template, and where it offers tools its prompt about them. The longest that
 * is documented, that of Claude 3 Opus, has 530 (docs.anthropic.com, tool use pricing and tokens, read 2026-11-28).
 */
const templateTokens = { plain: 100, withTools: 600 };

function plannedAsk(ask: Ask, { catalog, region }: PlanOptions): PlannedAsk {
  return { ask, target: targetOf(ask, catalog, region), bound: boundOf(ask, catalog) };
}

/** A token is at least one byte, so the bytes of the body are the most tokens that it can be. */
export function boundOf(
  { body, model, provider, pin, maxOutputTokens: outputTokens }: Ask,
  { targets }: Catalog,
): AskBound {
  if (body === null) return { inputTokens: 0, outputTokens: 0, costUsd: 0, outputPerMillion: 0, price: "none" };
  const hasTools = "tools" in body || "toolConfig" in body;
  const inputTokens = bodyOf(body).byteLength + (hasTools ? templateTokens.withTools : templateTokens.plain);
  const priced = targets.filter(({ price }) => price !== null);
  const own = priced.find(
    (one) => one.provider === provider && one.providerModelId === model && one.upstreamPin === (pin ?? null),
  );
  const costOf = ({ inputPerMillion, outputPerMillion }: Price): number =>
    (inputTokens * inputPerMillion + outputTokens * outputPerMillion) / 1_000_000;
  const dearest = priced.flatMap(({ price }) => price ?? []).sort((a, b) => costOf(b) - costOf(a))[0];
  const price = own?.price ?? dearest;
  if (price === undefined) throw new UsageError("no model of the models file has a price, so the probes have none");
  const { outputPerMillion } = price;
  const whose = own === undefined ? ("dearest" as const) : ("own" as const);
  return { inputTokens, outputTokens, costUsd: costOf(price), outputPerMillion, price: whose };
}

/** The bytes of a body, as they are sent. */
export function bodyOf(body: NonNullable<Ask["body"]>): Uint8Array {
  return Buffer.from(JSON.stringify(body));
}

function targetOf(
  { provider: name, api, model, pin, name: variant }: Ask,
  catalog: Catalog,
  region: string | null,
): Target {
  const provider = catalog.providers.find((one) => one.name === name);
  if (provider === undefined) throw new TypeError(`there is no provider ${name}`);
  const nothing = { family: null, capabilities: {}, quirks: {}, extra: {}, price: null, sources: [] };
  return buildTarget({
    ...nothing,
    model: model.replaceAll(/[^A-Za-z0-9._-]/g, "-"),
    provider,
    api,
    providerModelId: model,
    region: provider.place === "region" ? region : null,
    upstreamPin: pin ?? null,
    upstreamName: null,
    variant,
  });
}
