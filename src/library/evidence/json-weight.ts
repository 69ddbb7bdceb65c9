import { type Problem, problemOf } from "./problem.js";

/**
 * How much JSON of a bundle is parsed, since bytes alone are no limit: a parsed and checked value takes up to some 2 KB (zod 4.6,
 * Node 20.20, 2026-11-29: a million wrong objects took 1.7 GB), so that 16 MB of `[{},{},…]` would end the process. A case of 400 calls with
 * long histories has some hundred thousand values. A text can be a body, which is JSON again.
 */
const limits = { fileValues: 1_000_000, totalValues: 2_000_000, textBytes: 16 * 1024 * 1024 };

/** Files whose JSON is more than a bundle needs, so that nothing is to be parsed. Looks at bytes, and parses none. */
export function heavyJson(files: ReadonlyMap<string, Uint8Array>): readonly Problem[] {
  const weights = [...files]
    .filter(([path]) => /\.(?:json|jsonl|har)$/i.test(path))
    .map(([path, bytes]) => ({ path, weight: weightOf(bytes) }));
  const heavy = weights.flatMap(({ path, weight }): readonly Problem[] => {
    const says = tooHeavy(weight);
    return says === null ? [] : [problemOf(path, says)];
  });
  const total = weights.reduce((sum, { weight }) => sum + weight.values, 0);
  if (heavy.length > 0 || total <= limits.totalValues) return heavy;
  return [{ path: null, says: `the JSON files have ${total} values together; the limit is ${limits.totalValues}` }];
}

function tooHeavy({ values, textBytes }: Weight): string | null {
  if (values > limits.fileValues) {
    return `has ${values} JSON values; the limit is ${limits.fileValues}, so it was not parsed`;
  }
  if (textBytes <= limits.textBytes) return null;
  return `has a JSON text of ${textBytes} bytes; the limit is ${limits.textBytes}, so it was not parsed`;
}

/**
 * `values`: commas, opening brackets and line ends outside of texts, at least as many as there are values, if there are more than one a
 * line. `textBytes`: of the longest text.
 */
type Weight = { readonly values: number; readonly textBytes: number };

function weightOf(bytes: Uint8Array): Weight {
  let values = 0;
  let textBytes = 0;
  let start: number | null = null;
  for (let offset = 0; offset < bytes.length; offset += 1) {
    const byte = bytes[offset];
    if (start !== null) {
      if (byte === backslash) offset += 1;
      else if (byte === quote) {
        textBytes = Math.max(textBytes, offset - start - 1);
        start = null;
      }
    } else if (byte === quote) start = offset;
    else if (byte === comma || byte === bracket || byte === brace || byte === lineEnd) values += 1;
  }
  return { values, textBytes };
}

const [quote, backslash, comma, bracket, brace, lineEnd] = [0x22, 0x5c, 0x2c, 0x5b, 0x7b, 0x0a];
