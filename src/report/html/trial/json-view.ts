import { shortened } from "../../../verdict/compare-text.js";
import type { BodyEvidence } from "../../sheet/trial-evidence.js";
import { type Html, html } from "../markup/html.js";
import { grouped } from "../view/numbers.js";
import { bytesText } from "./numbers.js";

/** A string is shown up to so many characters, and a document of more lines than this is folded. */
const mostString = 400;
const mostLines = 90;

/** A whole JSON body, indented, with long strings shortened; null: it is no JSON, or not all of it is here. */
export function jsonView(body: BodyEvidence, title: string): Html | null {
  const text = jsonText(body);
  if (text === null) return null;
  const lines = text.split("\n").length;
  const isOpen = lines <= mostLines;
  return html`<details class="t-fold"${isOpen ? html` open` : null}><summary>${title}: ${bytesText(body.sizeBytes)}, ${grouped(lines)} ${lines === 1 ? "line" : "lines"} indented</summary><pre class="t-json" tabindex="0" role="region" aria-label="${title}">${text}</pre></details>`;
}

function jsonText({ kind, pieces, sizeBytes }: BodyEvidence): string | null {
  const [whole] = pieces;
  if (kind !== "text" || whole === undefined) return null;
  const text = whole.data;
  if (new TextEncoder().encode(text).length !== sizeBytes) return null;
  if (isDeep(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return null;
    return JSON.stringify(
      value,
      (_name, one: unknown) => (typeof one === "string" ? shortened(one, mostString) : one),
      2,
    );
  } catch {
    return null;
  }
}

/** Indented, a document grows with the square of its depth. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const [mark] of text.replace(/"(?:[^"\\]|\\.)*"/g, "").matchAll(/[[\]{}]/g)) {
    depth += mark === "[" || mark === "{" ? 1 : -1;
    if (depth > 100) return true;
  }
  return false;
}
