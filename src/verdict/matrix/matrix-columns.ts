import type { Api, Client } from "../../chat/api.js";
import type { Target } from "../../chat/target.js";
import type { Suite, UnsupportedCell } from "../../scenario/catalog.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Verdict } from "../verdict.js";

/**
 * One column of a model's table: a target with a client, or a provider and API that do not offer the model (`unsupported` says
 * why). In that case `target` is the id that the target would have, and `providerModelId` is null.
 */
export type MatrixColumn = {
  readonly target: string;
  readonly model: string;
  readonly provider: string;
  readonly api: Api;
  readonly region: string | null;
  readonly upstreamPin: string | null;
  readonly providerModelId: string | null;
  readonly client: Client;
  /** Unique in its table: `bedrock converse-stream`, with `→ upstream`, and with `@region` or `(client)` where columns differ in it. */
  readonly label: string;
  readonly unsupported: UnsupportedCell | null;
};

type Input = { readonly verdicts: readonly Verdict[]; readonly targets: readonly Target[]; readonly suite: Suite };

/** The columns of any model's table: its targets, then the suite's unsupported cells. The verdicts are looked through once, for all models. */
export function columnsIn({ verdicts, targets, suite }: Input): (model: string) => readonly MatrixColumn[] {
  const clientsOf = new Map<string, Set<Client>>();
  for (const { cell } of verdicts) {
    const clients = clientsOf.get(cell.target);
    if (clients === undefined) clientsOf.set(cell.target, new Set([cell.client]));
    else clients.add(cell.client);
  }
  // A selected target without a verdict has a column of empty cells.
  const usual = verdicts[0]?.cell.client ?? "sdk";
  const columnsOf = (target: Target) =>
    [...(clientsOf.get(target.id) ?? [usual])].map((client) => targetColumn(target, client));
  return (model) => {
    const ofModel = targets.filter((target) => target.model === model);
    return withUnsupported(model, { offered: ofModel.flatMap(columnsOf), targets: ofModel, suite, usual });
  };
}

type Offered = {
  readonly offered: readonly Unlabelled[];
  readonly targets: readonly Target[];
  readonly suite: Suite;
  readonly usual: Client;
};

function withUnsupported(model: string, { offered, targets, suite, usual }: Offered): readonly MatrixColumn[] {
  const unsupported = suite.unsupported.filter(
    (cell) => cell.model === model && !targets.some((target) => isAt(target, cell)),
  );
  const client = offered[0]?.client ?? usual;
  return labelled([...offered, ...unsupported.map((cell) => unsupportedColumn(cell, client))]);
}

/** The verdict of a cell that, according to the catalog, is not offered. It has no trial and no provenance. */
export function unsupportedVerdict(column: MatrixColumn, scenario: Scenario): Verdict {
  const { target, model, provider, api, region, upstreamPin, client, providerModelId, unsupported } = column;
  return {
    cell: {
      ...{ target, model, provider, api, region, upstreamPin, client },
      // A provider has no id for a model that it does not offer.
      providerModelId: providerModelId ?? "",
      scenario: scenario.id,
      scenarioVersion: scenario.version,
    },
    exercises: ["chat", ...scenario.needs],
    observed: "unsupported",
    claim: null,
    further: null,
    reason: "unsupported",
    reasonText: unsupported === null ? null : `${unsupported.reason} (${unsupported.source}, ${unsupported.date})`,
    trials: { attempted: 0, eligible: 0, ok: 0, bad: 0, excluded: {}, interval: null, intervalKind: null },
    sampling: "fixed",
    distinctReplies: 0,
    cachedTokens: null,
    findings: [],
    upstreams: {},
    requestIds: [],
    provenance: null,
    sampleText: null,
    judged: [],
  };
}

type Unlabelled = Omit<MatrixColumn, "label">;

function targetColumn(target: Target, client: Client): Unlabelled {
  const { id, model, provider, api, region, upstreamPin, providerModelId } = target;
  return { target: id, model, provider, api, region, upstreamPin, providerModelId, client, unsupported: null };
}

function unsupportedColumn(unsupported: UnsupportedCell, client: Client): Unlabelled {
  const { model, provider, api } = unsupported;
  const target = `${model}/${provider}/${api}`;
  return { target, model, provider, api, region: null, upstreamPin: null, providerModelId: null, client, unsupported };
}

function isAt(target: Target, { provider, api }: UnsupportedCell): boolean {
  return target.provider === provider && target.api === api;
}

function labelled(columns: readonly Unlabelled[]): readonly MatrixColumn[] {
  return columns.map((column) => {
    const alike = columns.filter(({ provider, api }) => provider === column.provider && api === column.api);
    const differs = (member: "region" | "client") => alike.some((other) => other[member] !== column[member]);
    const words = [
      `${column.provider} ${column.api}`,
      column.region !== null && differs("region") ? `@${column.region}` : "",
      column.upstreamPin === null ? "" : `→ ${column.upstreamPin}`,
      differs("client") ? `(${column.client})` : "",
    ];
    return { ...column, label: words.filter((word) => word !== "").join(" ") };
  });
}
