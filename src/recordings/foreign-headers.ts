import type { WireHeaders } from "../wire/exchange.js";
import { listOf, memberOf, objectOf, textOf } from "./members.js";

/**
 * Headers in any of the shapes that recorders write, names in lower case: an object of text or of lists (VCR, go-vcr), a
 * list of `{name, value}` (HAR, httpmock), a list of pairs, or a flat list of names and values (nock). Values may be bytes.
 * What is no header (a nested object, a name that HTTP does not allow) or only a mask of one is left out; null and undefined are no headers.
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
  return flat.flatMap((name, at) => (at % 2 === 0 ? valuesOf(name, flat[at + 1]) : []));
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

/** What stands in place of a value that a recorder took out, whole: `**REDACTED**`, `[REDACTED:authorization]`, `<API_KEY>`. */
const mask = /^(?:\*+[A-Z_ ]*\*+|\[(?:REDACTED|FILTERED|SCRUBBED)[^\]]*\]|REDACTED|<[A-Z0-9_]+>)$/;

/** A header's text; line ends and NUL cannot have been in it. Bytes are latin-1, as HTTP has it. */
function headerText(value: unknown): string | null {
  const text =
    value instanceof Uint8Array
      ? Buffer.from(value).toString("latin1")
      : typeof value === "number" || typeof value === "boolean"
        ? String(value)
        : textOf(value);
  return text === null || /[\0\r\n]/.test(text) || mask.test(text) ? null : text;
}
