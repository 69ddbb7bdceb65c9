import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Arm } from "../../verdict/experiment/space.js";
import { parseJson } from "../../wire/json.js";
import { readExperiment } from "../experiment/experiment-store.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";

/** What an experiment proved of a cell: the factors whose change cures, and the arms that were fine. */
export type KnownCause = {
  readonly cell: string;
  readonly cures: Arm["changed"];
  /** The arm that was proved fine in turns with the failing request, the nearest first. */
  readonly fine: readonly Arm[];
};

const armSchema = z.object({ changed: z.record(z.string(), z.string()), place: z.string().nullable() });

const resultSchema = z.object({
  cell: z.string(),
  result: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("cause"),
      cures: z.record(z.string(), z.string()),
      contrasts: z.array(z.object({ right: armSchema, isProved: z.boolean() })),
    }),
    ...(["no-difference", "fails-everywhere", "rate-changed", "split-by-upstream", "undetermined"] as const).map(
      (kind) => z.object({ kind: z.literal(kind) }),
    ),
  ]),
});

/** Reads what an experiment of `llm-parity investigate` found. Throws UsageError where it named no cause, or is about another cell. */
export function causeOfExperiment(folder: string, cell: string): KnownCause {
  const { facts } = readExperiment(folder);
  if (facts.cell !== cell) {
    throw new UsageError(`--from: ${formatPath(folder)} is about ${facts.cell}, not ${cell}`, {
      hint: "Name an experiment on the same cell, or drop --from.",
    });
  }
  const file = join(folder, "result.json");
  const parsed = existsSync(file) ? parseJson(readFileSync(file, "utf8")) : null;
  const read = resultSchema.safeParse(parsed?.ok === true ? parsed.value : null);
  if (!read.success) {
    throw new UsageError(`--from: ${formatPath(folder)} has no result`, {
      hint: "Continue it with `llm-parity investigate --resume`, or drop --from.",
    });
  }
  const { result } = read.data;
  if (result.kind !== "cause") {
    throw new UsageError(`--from: ${formatPath(folder)} names no cause (${result.kind})`, { hint: "Drop --from." });
  }
  const fine = result.contrasts.flatMap(({ right, isProved }) => (isProved ? [right] : []));
  return { cell, cures: result.cures, fine };
}
