import { partyWords } from "../../verdict/attribution/shown-words.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import { badFindings, countsText, findingText } from "../cell-text.js";
import { glyphOf } from "../glyph.js";
import { code, cut, link, plain } from "../markdown-text.js";
import { requestsText } from "../requests-text.js";
import { standingText } from "../whose-fault-text.js";
import type { Page, PageCell } from "./page.js";

/** A name of a model, column or scenario, which may be as long as its file has it. */
export function named(text: string): string {
  return plain(cut(text, 120));
}

/** `Kimi K2.5, bedrock converse-stream`. */
export function placeName({ table, column }: PageCell): string {
  return `${named(table.model.title)}, ${named(column.label)}`;
}

/** The cell's sign and counts, without its findings: `✗ 0/1`. */
export function signText({ verdict }: PageCell): string {
  return plain(`${glyphOf(verdict)} ${countsText(verdict)}`.trim());
}

/** The bad findings of a cell as code, without their counts. */
export function findingNames({ verdict }: PageCell): string {
  return badFindings(verdict)
    .map((finding) => code(findingText({ ...finding, n: 1 })))
    .join(", ");
}

/** `**undetermined**, leaning towards the model (DEMO)`. */
export function partyText({ attribution }: PageCell): string {
  return attribution === null ? "" : `**${partyWords[attribution.party]}**${plain(standingText(attribution))}`;
}

/** The column that says most beside a failing cell; null: no other one was measured in its scenario. */
export function besideName({ compared: [best] }: PageCell, { cellOf }: Page): string | null {
  const other = best === undefined ? undefined : cellOf.get(best.other);
  return other === undefined ? null : named(other.column.label);
}

/** What the column beside a failing cell shows: `openrouter chat-completions is ✓ 1/1; requests equivalent`. */
export function besideText({ compared: [best] }: PageCell, { cellOf }: Page): string {
  const other = best === undefined ? undefined : cellOf.get(best.other);
  if (best === undefined || other === undefined) return "no other column of this model was measured";
  const { steps, left, right } = best.pair;
  const requests = steps.length === 0 ? "" : `; ${requestsText({ steps, apis: [left.api, right.api] })}`;
  const upstreams = best.pair.isControl ? "" : "; several upstreams, no control";
  return `${named(other.column.label)} is ${signText(other)}${other.verdict.observed === "ok" ? "" : ` ${findingNames(other)}`}${requests}${upstreams}`;
}

/** Since when a cell fails, as far as this page knows: by the gate, by known.yaml, else the day of its bytes. */
export function sinceText({ known, verdict, night }: PageCell, { bundle: { matrix } }: Page): string {
  const nights = night?.since ?? [];
  const [from, to = from] = [nights[0], nights.at(-1)];
  if (from !== undefined) {
    const good = night?.lastGood == null ? "" : `, last good on ${night.lastGood}`;
    return `${from === to ? `since ${from}` : `since a night between ${from} and ${to}`} (the gate)${good}`;
  }
  const [first] = known.map(({ since }) => since).sort();
  if (first !== undefined) return `first reported ${first} (known.yaml), by others`;
  const source = verdict.provenance?.source ?? null;
  if (source === "authored") return "undated (authored); not in known.yaml";
  const day = verdict.provenance?.recordedAt?.slice(0, 10) ?? matrix.generatedFrom.date;
  const seen = day === null ? "since when is not known" : `seen on ${day}`;
  const isSimulated = source === "simulated" || matrix.generatedFrom.mode === "simulator";
  return isSimulated ? `${seen} (simulated)` : `${seen}; not in known.yaml`;
}

/** A link to the cell's own place, else to that in the HTML report; the text alone where it has neither. */
export function cellLink(text: string, cell: PageCell, { placed, place }: Page): string {
  if (placed.has(cell)) return link(text, `#${cell.anchor}`);
  return place.html === null ? text : htmlLink(text, cell, place.html);
}

/** A link to the cell in the HTML report. */
export function htmlLink(text: string, { verdict }: PageCell, html: string): string {
  return link(text, `${html}#${cellKey(verdict.cell)}`);
}

/**
 * The place that a link to the cell leads to. GitHub keeps the id of an anchor, puts `user-content-` before it and follows links to the bare
 * name (syntax-tree/hast-util-sanitize lib/schema.js; github/docs#33531; 2026-11-29).
 */
export function anchorOf({ anchor }: PageCell): string {
  return `<a id="${anchor}"></a>`;
}

/** A link to the cell's recording; its name alone where it cannot be linked; null without one. */
export function recordingLink(text: string | null, { recording }: PageCell, { place }: Page): string | null {
  if (recording === null) return null;
  const name = text ?? code(recording, Number.POSITIVE_INFINITY);
  return place.recordings === null ? (text === null ? name : null) : link(name, `${place.recordings}/${recording}`);
}
