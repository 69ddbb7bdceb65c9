import type { BodyEvidence, EventEvidence } from "../../sheet/trial-evidence.js";
import { type Html, html, joined } from "../markup/html.js";
import { visible } from "../markup/visible.js";
import { grouped } from "../view/numbers.js";
import { toneOf } from "./event-list.js";
import { hexRows } from "./hex-rows.js";
import { bytesText } from "./numbers.js";

/** A body above this size is folded. */
const mostOpen = { text: 4_096, bytes: 1_536 };

/** The bytes of a body, with the events that have marks marked. `title`: of its summary. */
export function bodyView(body: BodyEvidence, { events, title }: BodyOf): Html {
  if (body.kind === "withheld") {
    return html`<p class="t-note">${title}: withheld, ${bytesText(body.sizeBytes)}, sha256 <code>${body.sha256}</code></p>`;
  }
  if (body.sizeBytes === 0) return html`<p class="t-note">${title}: none.</p>`;
  const pieces = body.pieces.map(({ offset, data }) => ({ offset, bytes: bytesOf(body.kind, data) }));
  const shown = pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const part = shown < body.sizeBytes ? `, of which ${grouped(shown)} are here` : "";
  const isOpen = body.sizeBytes <= mostOpen[body.kind];
  return html`<details class="t-fold"${isOpen ? html` open` : null}><summary>${title}: ${bytesText(body.sizeBytes)}${part}</summary><p class="t-note">sha256 <code>${body.sha256}</code></p><div class="t-bytes${isOpen ? "" : " t-tall"}" tabindex="0" role="region" aria-label="${title}">${joined(
    pieces.map((piece, at) => html`${gap(pieces, at, body.sizeBytes)}${pieceView(piece, { kind: body.kind, events })}`),
  )}${gap(pieces, pieces.length, body.sizeBytes)}</div></details>`;
}

/** `events`: those of a reply, whose frames are told apart; `[]`: a request. */
type BodyOf = { readonly events: readonly EventEvidence[]; readonly title: string };
type Piece = { readonly offset: number; readonly bytes: Uint8Array };

function bytesOf(kind: BodyEvidence["kind"], data: string): Uint8Array {
  return kind === "text"
    ? new TextEncoder().encode(data)
    : Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
}

/** The bytes that are not here, before a piece or at the end. */
function gap(pieces: readonly Piece[], at: number, sizeBytes: number): Html | null {
  const before = pieces[at - 1];
  const from = before === undefined ? 0 : before.offset + before.bytes.length;
  const hidden = (pieces[at]?.offset ?? sizeBytes) - from;
  return hidden > 0 ? html`<p class="t-gap">${bytesText(hidden)} not shown</p>` : null;
}

function pieceView(piece: Piece, { kind, events }: Pick<BodyOf, "events"> & Pick<BodyEvidence, "kind">): Html {
  const parts = partsOf(piece, events);
  return joined(
    parts.map(({ offset, bytes, event }) => {
      const rows = kind === "text" ? textLines(offset, bytes) : hexRows(offset, bytes);
      if (event === null || event.name === "body") return html`<div class="t-part">${rows}</div>`;
      const isHot = event.marks.length > 0;
      const tone = toneOf(event.marks);
      const caption = kind === "bytes" || isHot;
      return html`<div class="t-part ${tone}">${
        caption
          ? html`<p class="t-caption">${event.name}${isHot ? html`: <span class="t-why">${event.marks.map(({ text }) => text).join("; ")}</span>` : null}</p>`
          : null
      }${rows}</div>`;
    }),
  );
}

type Part = { readonly offset: number; readonly bytes: Uint8Array; readonly event: EventEvidence | null };

/** A piece cut at the events that begin or end in it; bytes of events that are not listed stand together. */
function partsOf({ offset, bytes }: Piece, events: readonly EventEvidence[]): readonly Part[] {
  const end = offset + bytes.length;
  const parts: Part[] = [];
  let at = offset;
  const take = (to: number, event: EventEvidence | null) => {
    if (to > at) parts.push({ offset: at, bytes: bytes.subarray(at - offset, to - offset), event });
    at = Math.max(at, to);
  };
  for (const event of events) {
    if (event.offset + event.length <= at || event.offset >= end) continue;
    take(Math.min(event.offset, end), null);
    take(Math.min(event.offset + event.length, end), event);
  }
  take(end, null);
  return parts;
}

/** Lines of text, each with its offset; a carriage return and every other control character shows. */
function textLines(offset: number, bytes: Uint8Array): Html {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const lines: Html[] = [];
  let start = 0;
  while (start < bytes.length) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed === -1 ? bytes.length : feed;
    const text = visible(decoder.decode(bytes.subarray(start, end)).replaceAll("\r", "␍"));
    lines.push(html`<div class="t-line"><span class="t-off">${offset + start}</span><code>${text}</code></div>`);
    start = end + 1;
  }
  return joined(lines);
}
