import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./repository.js";

/** A row of docs/conformance.md. `ids`: the checks, scenarios and files in backticks of "held by"; `reason`: why no API here has it. */
export type ConformanceRow = {
  readonly row: number;
  readonly ids: readonly string[];
  readonly reason: string | null;
  readonly word: string;
  readonly faults: readonly string[];
  readonly files: readonly string[];
};

/** The rows of docs/conformance.md, in its order. */
export function conformanceRows(): readonly ConformanceRow[] {
  const text = readFileSync(join(root, "docs/conformance.md"), "utf8");
  return [...text.matchAll(/^\| (\d+) \|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$/gm)].map(
    ([, row, , held = "", word = "", proof = ""]) => ({
      row: Number(row),
      ids: /not for these APIs/.test(held) ? [] : quoted(held, /`([^`]+)`/g),
      reason: /not for these APIs: (.+)/.exec(held)?.[1]?.trim() ?? null,
      word: word.trim(),
      faults: quoted(proof, /"([^"]+)"/g),
      files: quoted(proof, /`([^`]+)`/g),
    }),
  );
}

function quoted(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, one = ""]) => one);
}
