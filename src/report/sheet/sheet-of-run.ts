import { groupBy } from "../../chat/group-by.js";
import type { Transcript } from "../../transcript/transcript.js";
import { isAbout, isRed } from "../../verdict/baseline.js";
import { countedClaim } from "../../verdict/claim-text.js";
import type { MatrixColumn } from "../../verdict/matrix/matrix-columns.js";
import type { Pair } from "../../verdict/matrix/matrix-pairs.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import type { Verdict } from "../../verdict/verdict.js";
import type { Bundle, NextCommand } from "../bundle.js";
import { claimSentence, observedSentence } from "../cell/claim-sentence.js";
import { remarksOn } from "../cell/remarks.js";
import { glyphOf } from "../glyph.js";
import { stoppedText } from "../left-out/stopped-text.js";
import { isOfVendor, originLine, originOf } from "../origin.js";
import { requestsText } from "../requests-text.js";
import { editionText } from "../statement/edition-text.js";
import { measuresOf } from "./measures.js";
import type { Sheet, SheetCell, SheetCellNight, SheetColumn, SheetMade, SheetNight, SheetPoint } from "./sheet.js";
import { findingsOf } from "./sheet-findings.js";
import { trialsOfCell } from "./sheet-trials.js";

/** What a run adds to its {@link Bundle}. */
export type SheetInput = {
  readonly bundle: Bundle;
  /** All trials of the run: their times and costs. */
  readonly transcripts: readonly Transcript[];
  /** The run; null: a replay. */
  readonly run:
    | (Pick<SheetMade, "startedAt" | "commit" | "logicalRun" | "shard"> & { readonly id: string | null })
    | null;
  /** What the gate says of its night, and of each cell by id; null: no gate was asked. */
  readonly night: { readonly night: SheetNight; readonly cells: ReadonlyMap<string, SheetCellNight> } | null;
  /** The earlier nights of each cell by id, oldest first. */
  readonly history: ReadonlyMap<string, readonly SheetPoint[]>;
  /** The file with the exchanges of a cell, as a path to be shown; null: none is kept. */
  readonly fileOf: (verdict: Verdict) => string | null;
};

/** The sheet of a run or of a replay. Pure: the same input gives the same sheet. */
export function sheetOfRun(input: SheetInput): Sheet {
  const { matrix } = input.bundle;
  return {
    kind: "run",
    name: matrix.suite.name,
    origin: originOf(matrix),
    notice: originLine(matrix),
    made: madeOf(input),
    stopped: matrix.stopped === null ? null : stoppedText(matrix.stopped),
    models: matrix.tables.map(({ model: { name, title, retired } }) => ({ name, title, retired })),
    columns: columnsOf(matrix.tables.flatMap(({ columns }) => columns)),
    scenarios: matrix.scenarios.map(({ id, title, needs }) => ({ id, title, tags: ["chat", ...needs] })),
    cells: cellsOf(input),
    pairs: matrix.tables.flatMap(({ pairs }) => pairs.map(pairOf)),
    night: input.night?.night ?? null,
    messages: matrix.known.messages,
    ...(matrix.sameModel === undefined ? {} : { sameModel: matrix.sameModel }),
    ...(input.bundle.clientViews === undefined ? {} : { clientViews: input.bundle.clientViews }),
  };
}

function madeOf({ bundle: { matrix }, run }: SheetInput): SheetMade {
  const { generatedFrom, suite, verdicts } = matrix;
  const days = verdicts
    .flatMap(({ provenance }) =>
      provenance === null || provenance.source === "authored" ? [] : (provenance.recordedAt?.slice(0, 10) ?? []),
    )
    .sort();
  const [first, last] = [days[0], days.at(-1)];
  return {
    mode: generatedFrom.mode,
    command: generatedFrom.command,
    tested: suite.tested,
    run: run?.id ?? null,
    startedAt: run?.startedAt ?? null,
    commit: run?.commit ?? null,
    logicalRun: run?.logicalRun ?? null,
    shard: run?.shard ?? null,
    recorded: first === undefined || last === undefined ? null : [first, last],
    versions: generatedFrom.versions,
    edition: editionText(generatedFrom),
  };
}

/** Each column once, in the order in which the tables have them. */
function columnsOf(columns: readonly MatrixColumn[]): readonly SheetColumn[] {
  const unique = new Map(columns.map((column) => [column.label, column]));
  return [...unique].map(([label, { provider, api }]) => ({
    ...{ id: label, provider, api },
    detail: label.slice(`${provider} ${api}`.length).trim(),
  }));
}

function cellsOf({ bundle, transcripts, night, history, fileOf }: SheetInput): readonly SheetCell[] {
  const { matrix, cellCommands, explainCommands, nextCommands, known } = bundle;
  const trialsOf = groupBy(transcripts, ({ cell }) => cellKey(cell));
  const places = new Map(matrix.verdicts.map((verdict, at) => [verdict, at]));
  const expected = new Set(matrix.known.expected);
  const origin = originOf(matrix);
  return matrix.tables.flatMap(({ columns, rows }) =>
    rows.flatMap(({ cells }) =>
      cells.flatMap((verdict, at) => {
        const column = columns[at];
        if (verdict === null || column === undefined) return [];
        const id = cellKey(verdict.cell);
        const place = places.get(verdict) ?? -1;
        const remarks = remarksOn(matrix.suite.remarks, verdict);
        return [
          {
            ...cellOf(verdict, column, origin),
            id,
            attribution: matrix.attributions.get(verdict) ?? null,
            known: knownOf(verdict, { expected, known }),
            night: night?.cells.get(id) ?? null,
            history: history.get(id) ?? [],
            command: cellCommands[place] ?? null,
            explain: explainCommands?.[place] ?? null,
            next: nextCommands?.[place]?.text ?? null,
            nextPrice: nextCommands?.[place]?.price ?? null,
            ...byHandOf(nextCommands?.[place] ?? null),
            file: fileOf(verdict),
            measures: measuresOf(trialsOf.get(id) ?? [], verdict),
            judged: trialsOfCell(trialsOf.get(id) ?? [], verdict),
            ...(remarks.length === 0 ? {} : { remarks }),
          },
        ];
      }),
    ),
  );
}

function byHandOf(next: NextCommand | null): Pick<SheetCell, "nextByHand"> {
  return next?.byHand === undefined ? {} : { nextByHand: next.byHand };
}

type Judged = Omit<
  SheetCell,
  | "id"
  | "attribution"
  | "known"
  | "night"
  | "history"
  | "command"
  | "explain"
  | "next"
  | "nextPrice"
  | "nextByHand"
  | "file"
  | "measures"
  | "judged"
>;

function cellOf(verdict: Verdict, column: MatrixColumn, origin: Sheet["origin"]): Judged {
  const { cell, provenance } = verdict;
  const { observed, trials, distinctReplies, reason, reasonText } = verdict;
  const source = provenance?.source ?? null;
  const isVendors = isOfVendor(source);
  return {
    ...{ model: cell.model, column: column.label, scenario: cell.scenario, target: cell.target, client: cell.client },
    providerModelId: cell.providerModelId === "" ? null : cell.providerModelId,
    // A cell without bytes names the region that it would be asked in, beside cells of services alone.
    region: isVendors || (source === null && origin === "vendor") ? cell.region : null,
    upstreamPin: cell.upstreamPin,
    ...{ observed, claim: countedClaim(verdict), simulated: source === "simulated" },
    sign: glyphOf(verdict),
    ...{ trials, distinctReplies, reason, reasonText },
    requestIds: isVendors ? verdict.requestIds : [],
    findings: findingsOf(verdict),
    upstreams: Object.entries(isVendors ? verdict.upstreams : {}).map(([name, [ok, eligible]]) => ({
      name,
      ok,
      eligible,
    })),
    source,
    recordedAt: provenance?.recordedAt ?? null,
    isPrivate: provenance?.isPrivate === true,
    says: [observedSentence(verdict), claimSentence(verdict)],
    ...(verdict.effects === undefined ? {} : { effects: verdict.effects }),
  };
}

function knownOf(
  verdict: Verdict,
  { expected, known }: { readonly expected: ReadonlySet<Verdict>; readonly known: Bundle["known"] },
): SheetCell["known"] {
  if (!isRed(verdict)) return null;
  if (!expected.has(verdict)) return { state: "unexpected", bugs: [] };
  const bad = new Set<string>(verdict.findings.filter(({ severity }) => severity === "bad").map(({ id }) => id));
  const entries = known.filter(
    (entry) => isAbout(entry, verdict.cell) && (entry.finding === null || bad.has(entry.finding)),
  );
  const since = entries.map((entry) => entry.since).sort()[0] ?? null;
  return { state: "expected", bugs: [...new Set(entries.map(({ bug }) => bug))], since };
}

function pairOf({ scenario, left, right, differs, steps, isControl, rates }: Pair): Sheet["pairs"][number] {
  return {
    left: cellKey({ ...left, scenario }),
    right: cellKey({ ...right, scenario }),
    differs,
    requestsEquivalent: steps.length > 0 && steps.every(({ equivalent }) => equivalent),
    requests: requestsText({ steps, apis: [left.api, right.api] }),
    ...{ isControl, rates, steps },
  };
}
