import { differsText, partyWords, readingWords, ruleText } from "../../../verdict/attribution/shown-words.js";
import { shortened } from "../../../verdict/compare-text.js";
import { countsText, findingText } from "../../cell-text.js";
import { percentRange } from "../../percent.js";
import { identicalText, rateText } from "../../rate-text.js";
import type { Sheet, SheetCell, SheetFinding, SheetMeasures, SheetTrial } from "../../sheet/sheet.js";
import type { Evidence } from "../../sheet/trial-evidence.js";
import { standingText } from "../../whose-fault-text.js";
import type { CellDetail, DetailAttribution, DetailFinding, DetailTrial } from "./cell-detail.js";
import { clientViewsOf } from "./client-rows.js";
import { type CellEvidence, evidenceByCell, noEvidence } from "./evidence-of.js";
import { nightSentences } from "./night-sentences.js";
import type { MeasureName, PageMeasure } from "./page-data.js";
import { type PairOfCell, pairsByCell } from "./pairs-by-cell.js";
import { quantiles } from "./quantiles.js";

/** More rows than these are counted and not listed. */
const mostTrials = 50;
const mostControls = 12;

/** The details of each cell of a sheet, made when they are asked for. */
export function detailsOf(sheet: Sheet, evidence: Evidence): (cell: SheetCell) => CellDetail {
  const pairs = pairsByCell(sheet);
  const views = clientViewsOf(sheet);
  const kept = evidenceByCell(evidence);
  return (cell) =>
    detailOf(cell, {
      pairs: pairs.get(cell.id) ?? [],
      clients: views.get(cell.id) ?? [],
      evidence: kept.get(cell.id) ?? noEvidence,
    });
}

type Beside = {
  readonly pairs: readonly PairOfCell[];
  readonly clients: CellDetail["clients"];
  readonly evidence: CellEvidence;
};

function detailOf(cell: SheetCell, { pairs, clients, evidence }: Beside): CellDetail {
  const trials = cell.judged ?? [];
  return {
    rate: rateOf(cell),
    says: saysOf(cell),
    tonight: nightSentences(cell),
    facts: factsOf(cell),
    bugs: cell.known?.bugs ?? [],
    remarks: cell.remarks ?? [],
    findings: cell.findings.map(findingOf),
    attribution: attributionOf(cell),
    trials: trials.slice(0, mostTrials).map((trial) => trialOf(trial, evidence)),
    furtherTrials: Math.max(0, trials.length - mostTrials),
    leftOut: evidence.leftOut,
    pairs: pairs.map(({ pair }) => pair),
    clients,
    measures: measuresOf(cell.measures),
    again: againOf(cell, evidence),
  };
}

/** The commands of a trial say more than the cell's own. */
function againOf(
  { command, explain = null, next = null, nextPrice = null, nextByHand, again = [] }: SheetCell,
  evidence: CellEvidence,
): CellDetail["again"] {
  const asking =
    command === null
      ? []
      : [{ title: "Run this cell again, without its comparison columns", text: command, why: null }];
  const explaining = explain === null ? [] : [{ title: "Explain it, with the bytes", text: explain, why: null }];
  const telling =
    next === null
      ? []
      : [
          {
            title: `Next: find out whose fault it is${nextPrice === null ? "" : ` (${nextPrice})`}${nextByHand === undefined ? "" : `. ${nextByHand}`}`,
            text: next,
            why: null,
          },
        ];
  return [...telling, ...(evidence.again.length > 0 ? evidence.again : asking), ...again, ...explaining];
}

/** `failure rate 77.9 % to 100.0 %; all 12 replies are identical, …`: equal replies may not be independent observations. */
function rateOf(cell: SheetCell): string | null {
  const { interval } = cell.trials;
  const identical = identicalText(cell);
  const words = [
    ...(interval === null ? [] : [`failure rate ${percentRange(interval)}`]),
    ...(identical === null ? [] : [identical]),
  ];
  return words.length === 0 ? null : words.join("; ");
}

/** With trials, sign and counts say what was observed; without, the word of the sign is said already. */
function saysOf({ says, trials }: SheetCell): readonly string[] {
  if (says === undefined) return [];
  const shown =
    trials.eligible > 0 ? says.slice(1) : says.map((text, at) => (at === 0 ? text.replace(/^[a-z ]+: /, "") : text));
  return shown.map(sentence);
}

/** `No claim: the trials were served by different upstreams.` */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function factsOf(cell: SheetCell): CellDetail["facts"] {
  const { trials, reason, reasonText, distinctReplies, upstreams, source, requestIds } = cell;
  const rate = rateText(trials);
  const excluded = Object.entries(trials.excluded).map(([why, n]) => `${n} ${why}`);
  const facts: readonly (readonly [string, string | null])[] = [
    [
      "Why",
      reason === null
        ? null
        : shortened(reasonText === null || reasonText === reason ? reason : `${reason}: ${reasonText}`, 600),
    ],
    ["Trials", trials.attempted === 0 ? null : `${trials.ok} ok and ${trials.bad} bad of ${trials.eligible} eligible`],
    ["Excluded", excluded.length === 0 ? null : excluded.join(", ")],
    ["Failure rate", rate],
    ["Distinct replies", trials.eligible < 2 ? null : `${distinctReplies} of ${trials.eligible}`],
    [
      "Served by",
      upstreams.length < 2 ? (upstreams[0]?.name ?? null) : countsText({ trials, upstreams: byName(upstreams) }),
    ],
    ["Model id", cell.providerModelId],
    ["Region", cell.region],
    ["Pinned to", cell.upstreamPin],
    ["Client", cell.client === "sdk" ? null : cell.client],
    [
      "Bytes",
      source === null ? null : `${source}${cell.recordedAt === null ? "" : ` ${cell.recordedAt.slice(0, 10)}`}`,
    ],
    ["Request ids", requestIds.length === 0 ? null : idsText(requestIds)],
    [
      "Content",
      cell.isPrivate ? "withheld: it is of a production log, and lengths and hashes stand in its place" : null,
    ],
    ["Exchanges", cell.file],
  ];
  return facts.flatMap(([label, value]) => (value === null || value === "" ? [] : [[label, value] as const]));
}

function byName(upstreams: SheetCell["upstreams"]): { readonly [name: string]: readonly [number, number] } {
  return Object.fromEntries(upstreams.map(({ name, ok, eligible }) => [name, [ok, eligible]]));
}

function idsText(ids: readonly string[]): string {
  const rest = ids.length - 3;
  return `${ids
    .slice(0, 3)
    .map((id) => shortened(id, 80))
    .join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function findingOf({
  id,
  cause,
  severity,
  n,
  seen,
  step,
  trial,
  rule,
  checks,
  places = [],
}: SheetFinding): DetailFinding {
  const [place] = places;
  return {
    ...{ severity, rule, checks },
    name: findingText({ id, cause, n: 1 }),
    trials: n,
    where:
      place === undefined
        ? `trial ${trial}${step === null ? "" : `, step ${step}`}`
        : shortened(places.join(", "), 400),
    seen: shortened(seen, 1000),
  };
}

function attributionOf({ attribution }: SheetCell): DetailAttribution | null {
  if (attribution === null) return null;
  const { party, rule, sentence: says, against, exonerated, missing, controls } = attribution;
  return {
    ...{ party: partyWords[party], sentence: says, for: attribution.for, against, exonerated, missing },
    rule: ruleText(rule),
    standing: standingText(attribution),
    controls: controls.slice(0, mostControls).map(({ kind, differs, reading, of, bad, eligible, caveats }) => ({
      ...{ differs: differsText({ kind, differs }), of, bad, eligible, shows: readingWords[reading], caveats },
    })),
    furtherControls: Math.max(0, controls.length - mostControls),
  };
}

function trialOf({ trial, outcome, reason, findings, ...rest }: SheetTrial, { trials }: CellEvidence): DetailTrial {
  const { upstream, requestId, firstByteMs, totalMs, outputTokens } = rest;
  const named = findings.filter(({ severity }) => severity === "bad").map((one) => findingText({ ...one, n: 1 }));
  const says = named.length > 0 ? [...new Set(named)].join(", ") : (reason ?? "");
  return { trial, outcome, says, upstream, requestId, firstByteMs, totalMs, outputTokens, hasPage: trials.has(trial) };
}

function measuresOf({
  firstByteMs,
  firstContentMs = [],
  longestGapMs = [],
  ...rest
}: SheetMeasures): readonly PageMeasure[] {
  const named: readonly (readonly [MeasureName, readonly number[]])[] = [
    ["first byte", firstByteMs],
    ["first content", firstContentMs],
    ["longest wait", longestGapMs],
    ["whole trial", rest.totalMs],
    ["cost", rest.usd],
    ["output tokens", rest.outputTokens],
  ];
  return named.flatMap(([name, values]) =>
    values.length === 0 ? [] : [{ name, trials: values.length, values: quantiles(values) }],
  );
}
