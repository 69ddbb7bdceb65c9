import { groupBy } from "../../chat/group-by.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import type { Turn } from "../../transcript/transcript.js";
import { attribute } from "../attribution/attribute.js";
import type { Attribution, Party } from "../attribution/attribution.js";
import type { Failing } from "../attribution/failing.js";
import { askOf, type Sample } from "../attribution/samples.js";
import { createHandOvers, givenCalls, type SentCall, sentCalls } from "./hand-overs.js";
import type { ExchangeVerdict } from "./judge-exchange.js";
import type { ObservedCell } from "./tally.js";

/** The attribution of a cell's question with the most bad exchanges. `parties`: bad or refused exchanges of all its questions, by party. */
export type ObservedAttribution = {
  readonly attribution: Attribution;
  readonly parties: { readonly [party in Party]?: number };
};

/** Groups exchanges by question, factors and place, one at a time, and attributes the failing cells from all of them. */
export type SampleTally = {
  readonly add: (verdict: ExchangeVerdict, sampled: Sampled) => void;
  readonly attributionOf: (cell: ObservedCell) => ObservedAttribution | null;
};

/** What a tally needs of an exchange beside its verdict: plain data, far smaller than the turn. */
export type Sampled = { readonly group: Group; readonly given: readonly SentCall[] };

/** No more groups than this are kept, and no more of them are attributed for one cell. */
const mostGroups = 20_000;
const mostAttributed = 25;

/** An empty tally. */
export function createSampleTally(): SampleTally {
  const groups = new Map<string, Group>();
  const handOvers = createHandOvers();
  let byCell: ReadonlyMap<string, readonly Group[]> | null = null;
  let byQuestion: ReadonlyMap<string, readonly Sample[]> = new Map();
  return {
    add: (verdict, { group, given }) => {
      handOvers.add(given);
      byCell = null;
      const known = groups.get(group.key);
      if (known === undefined && groups.size >= mostGroups) return;
      groups.set(group.key, count(known ?? group, verdict));
    },
    attributionOf: (cell) => {
      if (byCell === null) {
        byCell = groupBy([...groups.values()], ({ cell: one }) => one);
        const closed = [...groups.values()].map(sampleOf);
        byQuestion = groupBy(closed, ({ asks: [ask] }) => ask?.question ?? "");
      }
      if (cell.observed === "ok" || cell.observed === "not-run") return null;
      return attributed(byCell.get(cellKey(cell)) ?? [], { byQuestion, handOvers });
    },
  };
}

/** Takes out of a turn what {@link SampleTally} counts. */
export function sampledOf(verdict: ExchangeVerdict, turn: Turn, requestUnknown: boolean): Sampled {
  return { group: newGroup(verdict, turn, requestUnknown), given: givenCalls(turn.reply) };
}

type Group = {
  readonly key: string;
  readonly cell: string;
  readonly draft: Omit<Sample, "bad" | "eligible" | "days" | "repeats">;
  readonly calls: readonly SentCall[];
  readonly bad: number;
  readonly ok: number;
  readonly refused: number;
  readonly symptom: string;
  readonly findings: readonly string[];
  readonly refusal: Failing["refusal"];
  readonly days: Sample["days"];
};

function newGroup(verdict: ExchangeVerdict, turn: Turn, requestUnknown: boolean): Group {
  const { file, interaction, model, provider, api, providerModelId, region, upstream, shape, provenance } = verdict;
  const ask = requestUnknown ? null : askOf(turn, [], {});
  const upstreamPin = pinOf(turn.request.extra);
  const cell = cellKey({ ...verdict, source: provenance.source === "authored" ? "authored" : "recorded" });
  const place = {
    model,
    provider,
    api,
    providerModelId,
    region,
    upstreamPin,
    served: upstream === null ? [] : [upstream],
  };
  const name = `${shape} on ${model}/${provider}/${api} (${file.replace(/^.*\//, "")}#${interaction})`;
  return {
    key: JSON.stringify([cell, providerModelId, region, upstreamPin, ask?.question ?? null, ask?.factors ?? null]),
    cell,
    draft: {
      name,
      scenario: null,
      place: { ...place, client: "http" },
      asks: ask === null ? [] : [ask],
      stopped: null,
      source: provenance.source,
      nonced: false,
      run: null,
      endpoint: null,
      upstreams: {},
    },
    calls: requestUnknown ? [] : sentCalls(turn.request.messages).slice(0, 50),
    ...{ bad: 0, ok: 0, refused: 0, symptom: "", findings: [], refusal: null, days: null },
  };
}

function count(group: Group, exchange: ExchangeVerdict): Group {
  const { outcome, findings, reason, provenance, shape } = exchange;
  // A text may begin with its step, which is the shape of the request.
  const words = (text: string) => (text.startsWith(`${shape}: `) ? text.slice(shape.length + 2) : text);
  const reasonText = exchange.reasonText === null ? null : words(exchange.reasonText);
  const bad = findings.filter(({ severity }) => severity === "bad");
  const [only] = bad;
  const day = provenance.recordedAt?.slice(0, 10) ?? null;
  const refused =
    bad.length === 1 && only?.id === "request-refused"
      ? { kind: only.cause ?? "invalid-request", text: words(only.seen) }
      : null;
  const excluded = outcome === "excluded" && reason !== null ? { kind: reason, text: reasonText ?? reason } : null;
  const symptom = bad.map(({ id, cause }) => (cause === null ? id : `${id} (${cause})`)).join(", ");
  return {
    ...group,
    bad: group.bad + (outcome === "bad" ? 1 : 0),
    ok: group.ok + (outcome === "ok" ? 1 : 0),
    refused: group.refused + (outcome === "excluded" ? 1 : 0),
    symptom: group.symptom === "" ? (outcome === "bad" ? symptom : (reasonText ?? "")) : group.symptom,
    findings: [...new Set([...group.findings, ...bad.map(({ id }) => id)])],
    refusal: group.refusal ?? refused ?? excluded,
    days: day === null ? group.days : widened(group.days, day),
  };
}

function widened(days: Sample["days"], day: string): Sample["days"] {
  if (days === null) return [day, day];
  return [day < days[0] ? day : days[0], day > days[1] ? day : days[1]];
}

function sampleOf({ draft, bad, ok, days }: Group): Sample {
  return { ...draft, bad, eligible: bad + ok, days, repeats: false };
}

type All = {
  readonly byQuestion: ReadonlyMap<string, readonly Sample[]>;
  readonly handOvers: ReturnType<typeof createHandOvers>;
};

function attributed(groups: readonly Group[], { byQuestion, handOvers }: All): ObservedAttribution | null {
  // Beside bad replies, a refusal by the account says nothing of the cell.
  const bad = groups.filter((group) => group.bad > 0);
  const failing = (bad.length > 0 ? bad : groups.filter(({ refused }) => refused > 0))
    .toSorted((a, b) => b.bad + b.refused - a.bad - a.refused)
    .slice(0, mostAttributed);
  const found = failing.map((group) => {
    const sample = sampleOf(group);
    const [ask] = sample.asks;
    const others =
      ask === undefined ? [] : (byQuestion.get(ask.question) ?? []).filter(({ name }) => name !== sample.name);
    const cell: Failing = {
      sample,
      ask: ask ?? null,
      symptom: group.symptom,
      findings: group.findings,
      refusal: group.refusal,
      second: null,
      changes: handOvers.changesIn(group.calls),
      ...{ twin: null, agreed: [], unused: [], nativeCallId: null },
    };
    return { attribution: attribute(cell, others), exchanges: group.bad + group.refused };
  });
  const [first] = found;
  if (first === undefined) return null;
  const parties: { [party in Party]?: number } = {};
  for (const { attribution, exchanges } of found)
    parties[attribution.party] = (parties[attribution.party] ?? 0) + exchanges;
  const named = found.find(({ attribution }) => attribution.party !== "undetermined") ?? first;
  return { attribution: named.attribution, parties };
}

/** The one upstream that a body of OpenRouter allows; null: it leaves a choice. */
function pinOf({ provider }: JsonObject): string | null {
  if (!isJsonObject(provider)) return null;
  const { only, order, allow_fallbacks: fallbacks } = provider;
  const named = Array.isArray(only) ? only : fallbacks === false && Array.isArray(order) ? order : [];
  const [first] = named;
  return named.length === 1 && typeof first === "string" ? first : null;
}

type CellKey = Pick<ObservedCell, "model" | "provider" | "upstream" | "shape" | "source"> & { readonly api: string };

function cellKey({ model, provider, api, upstream, shape, source }: CellKey): string {
  return JSON.stringify([model, provider, api, upstream, shape, source]);
}
