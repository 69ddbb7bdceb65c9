import type { WireHeaders } from "../wire/exchange.js";
import { listOf, memberOf, objectOf, textOf } from "./members.js";

/**
 * Reads headers in any shape that recorders write: an object of texts or lists (VCR, go-vcr), a list of `{name, value}`
 * (HAR, httpmock), a list of pairs, or a flat list of names and values (nock). Names become lower case; values may be bytes.
 * Leaves out nested objects, names that HTTP does not allow, and masked values. null and undefined give no headers.
 */
export function headersOf(value: unknown): WireHeaders {
  const object = objectOf(value);
  if (object !== null) return Object.entries(object).flatMap(([name, one]) => valuesOf(name, one));
  const list = listOf(value);
  if (list === null) return [];
  if (list.every((one) => typeof one === "string")) return pairsOf(list);
  return list.flatMap((one) => {
    const pair = listOf(one);
    if (pair !== null) return valuesOf(textOf(pair[0]) ?? "", pair[1]);
    return valuesOf(textOf(memberOf(one, "name")) ?? textOf(memberOf(one, "key")) ?? "", memberOf(one, "value"));
  });
}

function pairsOf(flat: readonly string[]): WireHeaders {
  return flat.flatMap((name, index) => (index % 2 === 0 ? valuesOf(name, flat[index + 1]) : []));
}

function valuesOf(name: string, value: unknown): WireHeaders {
  const lower = name.trim().toLowerCase();
  if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(lower)) return [];
  const values = listOf(value) ?? [value];
  return values.flatMap((one) => {
    const text = headerText(one);
    return text === null ? [] : [[lower, text] as const];
  });
}

/** A value that is only the placeholder of a redacted one: `**REDACTED**`, `[REDACTED:authorization]`, `<API_KEY>`. */
const mask = /^(?:\*+[A-Z_ ]*\*+|\[(?:REDACTED|FILTERED|SCRUBBED)[^\]]*\]|REDACTED|<[A-Z0-9_]+>)$/;

/** The text of a header; null for one with line breaks or NUL, which HTTP does not allow. Bytes are latin-1, as in HTTP. */
function headerText(value: unknown): string | null {
  const text =
    value instanceof Uint8Array
      ? Buffer.from(value).toString("latin1")
      : typeof value === "number" || typeof value === "boolean"
        ? String(value)
        : textOf(value);
  return text === null || /[\0\r\n]/.test(text) || mask.test(text) ? null : text;
}
