import { z } from "zod";
import { readSourceFile } from "../../../source/read-file.js";
import { cellKey } from "../../../verdict/nights/cell-key.js";
import { UsageError } from "../../usage-error.js";
import type { Findings } from "./case-subjects.js";

const line = z.object({
  target: z.string(),
  scenario: z.string(),
  client: z.enum(["sdk", "http"]),
  findings: z.array(z.object({ id: z.string(), severity: z.string(), n: z.int().min(0) })),
});

/** Reads what was found in each cell from a `summary.jsonl`: bad findings, by the name of the cell, the most frequent first. */
export function readFindings(file: string): Findings {
  const found = new Map<string, { readonly id: string; readonly n: number }[]>();
  const lines = readSourceFile(file, { maxBytes: 256 * 1024 * 1024 }).split("\n");
  for (const [index, text] of lines.entries()) {
    if (text.trim() === "") continue;
    const one = parse(text, `${file}:${index + 1}`);
    const bad = one.findings.filter(({ severity }) => severity === "bad").map(({ id, n }) => ({ id, n }));
    const cell = cellKey(one);
    found.set(
      cell,
      [...(found.get(cell) ?? []), ...bad].sort((a, b) => b.n - a.n || (a.id < b.id ? -1 : 1)),
    );
  }
  return found;
}

function parse(text: string, place: string): z.output<typeof line> {
  try {
    return line.parse(JSON.parse(text));
  } catch {
    throw new UsageError(`${place}: is no line of a summary`, { hint: "Give the summary.jsonl of the night." });
  }
}
