import type { JsonValue } from "../../chat/json.js";
import { parseJson } from "../../wire/json.js";
import { utf8Text } from "../../wire/utf8-text.js";
import { repeatedName } from "./json-names.js";
import { type Problem, problemOf } from "./problem.js";

/** The largest JSON file that is parsed, in bytes. Parsed values take many times the memory of their text. */
export const maxBundleJsonBytes = 16 * 1024 * 1024;

/** The value of a file, or what is wrong with it. */
export type BundleJson =
  | { readonly kind: "read"; readonly value: JsonValue }
  | { readonly kind: "refused"; readonly problem: Problem };

type BundleFile = { readonly path: string; readonly bytes: Uint8Array };

/**
 * Parses a JSON file of a bundle. Refuses what is not UTF-8, not JSON, nested beyond `maxJsonDepth`, larger than
 * {@link maxBundleJsonBytes}, or has a name twice in one object, which programs read in different ways. Never throws.
 */
export function bundleJson({ path, bytes }: BundleFile): BundleJson {
  const text = textOf({ path, bytes });
  return typeof text === "string" ? parsed(path, text, "") : { kind: "refused", problem: text };
}

/**
 * Parses a JSON Lines file of a bundle: one value on each line, each line ended. Refuses the first line that {@link bundleJson} would
 * refuse, and an empty line. An empty file has no values.
 */
export function bundleJsonLines(
  file: BundleFile,
):
  | { readonly kind: "read"; readonly values: readonly JsonValue[] }
  | { readonly kind: "refused"; readonly problem: Problem } {
  const text = textOf(file);
  if (typeof text !== "string") return { kind: "refused", problem: text };
  const rows = text.split("\n");
  const cut = rows.pop() !== "";
  if (cut) return { kind: "refused", problem: problemOf(file.path, "does not end in a newline: its last line is cut") };
  const values: JsonValue[] = [];
  for (const [index, row] of rows.entries()) {
    const read = parsed(file.path, row, `line ${index + 1} `);
    if (read.kind === "refused") return read;
    values.push(read.value);
  }
  return { kind: "read", values };
}

function textOf({ path, bytes }: BundleFile): string | Problem {
  if (bytes.length > maxBundleJsonBytes) {
    return problemOf(path, `has ${bytes.length} bytes of JSON; the limit is ${maxBundleJsonBytes}, so it was not read`);
  }
  return utf8Text(bytes) ?? problemOf(path, "is not UTF-8, so it is no JSON");
}

/** `place`: words before the fault, "" for the file as a whole. */
function parsed(path: string, text: string, place: string): BundleJson {
  const read = parseJson(text);
  const refused = (what: string): BundleJson => ({ kind: "refused", problem: problemOf(path, `${place}${what}`) });
  if (!read.ok) return refused(`is no JSON that is read: ${faultOf(read)}`);
  const name = repeatedName(text);
  if (name !== null) return refused(`has the name ${name} twice in one object, so readers can differ on its value`);
  // The value of a JSON text.
  return { kind: "read", value: read.value as JsonValue };
}

function faultOf(read: {
  readonly incomplete: boolean;
  readonly position: number | null;
  readonly tooDeep: boolean;
}): string {
  const at = read.position === null ? "" : ` at character ${read.position + 1}`;
  if (read.tooDeep) return `it is nested too deep${at}`;
  return read.incomplete ? "it ends too early" : `it is wrong${at}`;
}
