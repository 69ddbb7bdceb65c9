import { skippedText } from "../../chat/other-calls.js";
import type { FoundIn } from "../../verdict/observed/judge-exchange.js";
import { type ObservedMatrix, unreadInteractions } from "../../verdict/observed/observed-matrix.js";
import type { ObservedCell, ObservedFinding } from "../../verdict/observed/tally.js";
import { observedSentence } from "../cell/claim-sentence.js";
import { counted } from "../counted.js";
import { glyphOf } from "../glyph.js";
import { commonFolder } from "../observed/places.js";
import { strictSentence } from "../strict-sentence.js";
import type { Sheet, SheetCell, SheetColumn, SheetFinding } from "./sheet.js";

/** `command`: the one that judged them. `versions`: name → version of the programs used. */
export type RecordingsMade = {
  readonly command: string;
  readonly versions: { readonly [name: string]: string };
};

/**
 * The sheet of judged recordings: models × who answered (provider, API, upstream) × the kind of request. There is no claim, no pair and no trial: what was
 * kept is not a sample. A finding has its first places as `file#number`. Pure.
 */
export function sheetOfRecordings(matrix: ObservedMatrix, { command, versions }: RecordingsMade): Sheet {
  const { cells, counts, shapes } = matrix;
  const folder = commonFolder(matrix);
  const days = cells.flatMap(({ oldest, newest }) => [oldest, newest].flatMap((one) => one?.slice(0, 10) ?? [])).sort();
  const [first, last] = [days[0], days.at(-1)];
  const authored = cells.filter(({ source }) => source === "authored").length;
  const models = [...new Set(cells.map(({ model }) => model))];
  const columns = new Map(cells.map((cell) => [columnId(cell), columnOf(cell)]));
  return {
    kind: "recordings",
    name: folder === "" ? counted(counts.files, "file") : folder.replace(/^.*\/(?=[^/]+\/$)/, "").replace(/\/$/, ""),
    origin: authored === 0 ? "vendor" : authored === cells.length ? "authored" : "partly-authored",
    notice: noticeOf(matrix),
    made: {
      ...{ mode: "recordings", command, versions, tested: null, run: null, startedAt: null, commit: null },
      recorded: first === undefined || last === undefined ? null : [first, last],
    },
    stopped: null,
    models: models.map((name) => ({ name, title: name, retired: null })),
    columns: [...columns.values()],
    scenarios: shapes.map((id) => ({ id, title: id, tags: [] })),
    cells: inReadingOrder(cells, { models, columns: [...columns.keys()], shapes }).map((cell) =>
      cellOf(cell, { matrix, folder }),
    ),
    pairs: [],
    night: null,
    messages: counts.damaged.map((message) => `damaged: ${message}`),
  };
}

/** What the signs are worth, and what was not judged. */
function noticeOf({ cells, counts, layer }: ObservedMatrix): string {
  const skipped = skippedText(counts.skipped);
  const unread = unreadInteractions(counts);
  const read = [
    `${counted(counts.exchanges, "exchange")} of ${counted(counts.interactions, "interaction")} in ${counted(counts.files, "file")} judged`,
    ...(skipped === "" ? [] : [`skipped: ${skipped}`]),
    ...(unread === 0 ? [] : [`cannot be read: ${counted(unread, "interaction")}`]),
  ];
  const isPrivate = cells.some((cell) => cell.isPrivate === true);
  const withheld =
    " Some are of production logs: their content is shown as lengths and hashes, unless --include-content was given.";
  const strict = strictSentence(layer);
  return `OBSERVED, not claimed: recordings that were kept are not a random sample. ${read.join("; ")}.${isPrivate ? withheld : ""}${strict === null ? "" : ` ${strict}`}`;
}

function columnId({ provider, api, upstream, source }: ObservedCell): string {
  const served = upstream === null ? "" : ` → ${upstream}`;
  return `${provider} ${api}${served}${source === "authored" ? " (authored)" : ""}`;
}

function columnOf(cell: ObservedCell): SheetColumn {
  const id = columnId(cell);
  const { provider, api } = cell;
  return { id, provider, api, detail: id.slice(`${provider} ${api}`.length).trim() };
}

type Order = {
  readonly models: readonly string[];
  readonly columns: readonly string[];
  readonly shapes: readonly string[];
};

function inReadingOrder(cells: readonly ObservedCell[], { models, columns, shapes }: Order): readonly ObservedCell[] {
  const place = (list: readonly string[]) => new Map(list.map((one, at) => [one, at]));
  const [model, column, shape] = [place(models), place(columns), place(shapes)];
  const at = (cell: ObservedCell) =>
    [model.get(cell.model) ?? 0, shape.get(cell.shape) ?? 0, column.get(columnId(cell)) ?? 0] as const;
  return cells.toSorted((a, b) => {
    const [left, right] = [at(a), at(b)];
    return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
  });
}

type Judged = { readonly matrix: ObservedMatrix; readonly folder: string };

function cellOf(cell: ObservedCell, { matrix: { attributions }, folder }: Judged): SheetCell {
  const { model, provider, api, upstream, source, shape, observed, trials, reason, reasonText } = cell;
  const column = columnId(cell);
  const name = (place: FoundIn) => `${place.file.slice(folder.length)}#${place.interaction}`;
  const [place] = cell.places;
  return {
    id: `${model}/${provider}/${api}${column.slice(`${provider} ${api}`.length)}/${shape}`,
    ...{ model, column, scenario: shape, target: `${model}/${provider}/${api}`, client: "sdk" },
    ...{ providerModelId: null, region: null, upstreamPin: null, observed, claim: null, simulated: false },
    sign: glyphOf({ observed, claim: null, provenance: null }),
    ...{ trials, distinctReplies: 0, reason, reasonText },
    findings: cell.findings.map((found): SheetFinding => findingOf(found, name)),
    upstreams: upstream === null ? [] : [{ name: upstream, ok: trials.ok, eligible: trials.eligible }],
    attribution: attributions.get(cell)?.attribution ?? null,
    ...{ known: null, night: null, history: [], command: null, source, recordedAt: cell.newest },
    file: place === undefined ? null : name(place),
    requestIds: [],
    measures: { firstByteMs: [], totalMs: [], usd: [], outputTokens: [] },
    isPrivate: cell.isPrivate === true,
    says: [observedSentence({ observed }), "no claim: recordings that were kept are not a random sample"],
  };
}

/** The checks behind a finding are not kept: only their exchanges, by place. */
function findingOf({ places, ...found }: ObservedFinding, name: (place: FoundIn) => string): SheetFinding {
  return { ...found, trial: 1, step: null, checks: [], rule: null, places: places.map(name) };
}
