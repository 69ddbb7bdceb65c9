import { counted } from "../../counted.js";
import type { ExchangeEvidence } from "../../sheet/trial-evidence.js";
import { type Html, html, joined } from "../markup/html.js";
import { bytesText, msText } from "./numbers.js";

/** More chunks than this are drawn as one bar for all that came within the same hundredth of the time. */
const mostBars = 100;

/** When the parts of a reply came: waiting, the first byte, the chunks, the end. */
export function timeLine(exchange: ExchangeEvidence): Html {
  const { firstByteMs, totalMs, chunks } = exchange;
  const says = sentence(exchange);
  if (totalMs === null || totalMs <= 0) return html`<p class="t-note">${says} No times were kept.</p>`;
  const first = firstByteMs ?? totalMs;
  const arrival = totalMs - first;
  const isThin = chunks.length > 1 && arrival > 0 && arrival < totalMs / 8;
  return html`<figure class="t-time"><figcaption>${says}</figcaption>
${bars(chunks, { from: 0, first, to: totalMs })}<p class="t-axis"><span>0 ms</span><span>${msText(totalMs)}</span></p>
${
  isThin
    ? html`<p class="t-note">The arrival alone:</p>${bars(chunks, { from: first, first, to: totalMs })}<p class="t-axis"><span>${msText(first)}</span><span>${msText(totalMs)}</span></p>`
    : null
}</figure>`;
}

function sentence({ firstByteMs, totalMs, chunks, end, error, body, status }: ExchangeEvidence): string {
  const ending = error === null ? (end === "eof" ? "the body ended" : end) : `${end} (${error})`;
  if (status === null) return `No reply: ${ending}${totalMs === null ? "" : ` after ${msText(totalMs)}`}.`;
  const came = `${counted(chunks.length, "chunk")}, ${bytesText(body.sizeBytes)}`;
  if (totalMs === null || totalMs <= 0) return `${came}; ${ending}.`;
  return `First byte after ${msText(firstByteMs)}, ${came}; ${ending} after ${msText(totalMs)}.`;
}

type Span = { readonly from: number; readonly first: number; readonly to: number };

/** Only shapes: they are stretched to the width of the page, which no text survives. */
function bars(chunks: ExchangeEvidence["chunks"], { from, first, to }: Span): Html {
  const x = (ms: number) => Math.round(((Math.max(from, ms) - from) / (to - from)) * 9_960) / 10 + 2;
  const marks = gathered(chunks, { from, to });
  const largest = marks.reduce((most, { sizeBytes }) => Math.max(most, sizeBytes), 1);
  const height = (size: number) => Math.round((6 + 20 * Math.sqrt(size / largest)) * 10) / 10;
  return html`<svg class="t-bars" viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="t-wait" x="2" y="32" width="${x(first) - 2}" height="4"/><rect class="t-come" x="${x(first)}" y="32" width="${Math.max(1, x(to) - x(first))}" height="4"/>${joined(
    marks.map(({ atMs, sizeBytes }) => {
      const tall = height(sizeBytes);
      return html`<rect class="t-chunk" x="${Math.min(996, x(atMs))}" y="${32 - tall}" width="3" height="${tall}"/>`;
    }),
  )}</svg>`;
}

/** Chunks as they came; of many those of the same moment as one. */
function gathered(
  chunks: ExchangeEvidence["chunks"],
  { from, to }: { readonly from: number; readonly to: number },
): ExchangeEvidence["chunks"] {
  if (chunks.length <= mostBars) return chunks;
  const sums = new Map<number, number>();
  for (const { atMs, sizeBytes } of chunks) {
    const slot = Math.floor(((atMs - from) / (to - from)) * mostBars);
    sums.set(slot, (sums.get(slot) ?? 0) + sizeBytes);
  }
  return [...sums].map(([slot, sizeBytes]) => ({ atMs: from + (slot / mostBars) * (to - from), sizeBytes }));
}
