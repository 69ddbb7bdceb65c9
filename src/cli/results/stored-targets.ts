import type { Target } from "../../chat/target.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import { buildTarget } from "../../scenario/build-target.js";
import type { Catalog } from "../../scenario/catalog.js";
import type { CellIdentity } from "../../transcript/transcript.js";

/**
 * The targets of a stored run, as it was planned with them. A run of format version 1 keeps none: they are those of the catalog under the
 * same id, in the order of its trials, and typed ones made again from what their trials keep. Nothing is sent to them, so their addresses
 * and keys are not needed.
 */
export function storedTargets(catalog: Catalog, { facts, transcripts }: StoredRun): readonly Target[] {
  if (facts !== null) return facts.targets;
  const cells = new Map(transcripts.map(({ cell }) => [cell.target, cell]));
  return [...cells.values()].map(
    (cell) => catalog.targets.find(({ id }) => id === cell.target) ?? typed(cell, catalog),
  );
}

/**
 * The target that a text names among those of a run: by its id, as the run prints it, or as it was typed (`provider[/api]:model-id`),
 * either with its `@place` or without. Null: none of them.
 */
export function targetNamed(text: string, targets: readonly Target[]): Target | null {
  const [name = ""] = text.split("?");
  return targets.find(({ id }) => id === text) ?? targets.find((target) => namesOf(target).includes(name)) ?? null;
}

function namesOf({ id, provider, api, providerModelId, region, upstreamPin }: Target): readonly string[] {
  const place = upstreamPin ?? region;
  const names = [id, `${provider}/${api}:${providerModelId}`, `${provider}:${providerModelId}`];
  return place === null ? names : [...names, ...names.map((name) => `${name}@${place}`)];
}

function typed(cell: CellIdentity, { providers, apis }: Catalog): Target {
  const { api, model, providerModelId, region, upstreamPin } = cell;
  const [any] = providers;
  const provider = providers.find(({ name }) => name === cell.provider) ?? any;
  if (provider === undefined) throw new TypeError("a catalog has the built-in providers");
  const plain = { upstreamName: null, variant: null, family: null, capabilities: {}, quirks: {}, extra: {} };
  const facts = { ...plain, price: null, sources: [] };
  const target = buildTarget({ ...facts, model, provider, api, providerModelId, region, upstreamPin }, apis);
  return { ...target, id: cell.target, provider: cell.provider };
}
