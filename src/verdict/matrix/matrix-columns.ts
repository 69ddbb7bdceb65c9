import type { Api, Client } from "../../chat/api.js";
import type { Target } from "../../chat/target.js";
import type { Suite, UnsupportedCell } from "../../scenario/catalog.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Verdict } from "../verdict.js";

/**
 * One column of a model's table: a target with a client; or, where `unsupported` says why, a place where the model is not
 * offered: then `target` is the id that it would have, and `providerModelId` is null.
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
  /** Unique in its table: `bedrock converse-stream`, with `@region`, `→ upstream` or `(client)` where needed to tell apart. */
  readonly label: string;
  readonly unsupported: UnsupportedCell | null;
};

type Input = { readonly verdicts: readonly Verdict[]; readonly targets: readonly Target[]; readonly suite: Suite };

/** The columns of one model's table: its targets, then the suite's unsupported places. */
export function columnsOf(model: string, { verdicts, targets, suite }: Input): readonly MatrixColumn[] {
  const own = targets.filter((target) => target.model === model);
  const asked = own.flatMap((target) => clientsOf(target.id, verdicts).map((client) => askedColumn(target, client)));
  const places = suite.unsupported.filter((one) => one.model === model && !own.some((target) => isAt(target, one)));
  const fallback = asked[0]?.client ?? verdicts[0]?.cell.client ?? "sdk";
  return labelled([...asked, ...places.map((one) => unsupportedColumn(one, fallback))]);
}

/** A cell that the catalog knows not to exist. Nobody was asked: no trial, no provenance. */
export function unsupportedVerdict(column: MatrixColumn, scenario: Scenario): Verdict {
  const { target, model, provider, api, region, upstreamPin, client, providerModelId, unsupported } = column;
  return {
    cell: {
      ...{ target, model, provider, api, region, upstreamPin, client },
      // The provider has no id for a model that it does not offer; none is made up.
      providerModelId: providerModelId ?? "",
      scenario: scenario.id,
      scenarioVersion: scenario.version,
    },
    exercises: ["chat", ...scenario.needs],
    observed: "unsupported",
    claim: null,
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

function clientsOf(target: string, verdicts: readonly Verdict[]): readonly Client[] {
  const clients = verdicts.filter(({ cell }) => cell.target === target).map(({ cell }) => cell.client);
  // A target that was chosen and has no verdict still has its column, of empty cells.
  return clients.length === 0 ? [verdicts[0]?.cell.client ?? "sdk"] : [...new Set(clients)];
}

type Unlabelled = Omit<MatrixColumn, "label">;

function askedColumn(target: Target, client: Client): Unlabelled {
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
