import type { FormatId } from "../../recordings/format-ids.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { readModels } from "../../scenario/compiled/read-models.js";
import type { ObservedCounts } from "../../verdict/observed/observed-matrix.js";
import { formatPath } from "../format-path.js";
import { clientVersions } from "../versions.js";
import { isOutside } from "./fixture-place.js";
import { importMaking, type MadeFixture } from "./import-making.js";
import { createStepCount } from "./steps/count-steps.js";
import { stepsOf } from "./threads/steps-of.js";

/** A fixture that was written. `losses`: what it lacks of its source. */
type Written = {
  readonly file: string;
  readonly from: string;
  readonly entries: number;
  readonly losses: readonly string[];
};

/** `refused`: messages about fixtures that were not written. */
export type ImportResult = {
  readonly counts: ObservedCounts;
  readonly written: readonly Written[];
  readonly refused: readonly string[];
};

type From = {
  readonly out: string;
  readonly models: string;
  readonly format: FormatId | undefined;
  readonly includeContent: boolean;
  /** Threads; null: one for each core, and none more for a small input. */
  readonly jobs: number | null;
};

/** Writes one fixture for every source file and target, in their order. */
export async function importEach(
  paths: readonly string[],
  { out, models, format, includeContent, jobs }: From,
): Promise<ImportResult> {
  const { targets } = await readModels(models);
  const work = { kind: "import", out, includeContent, versions: await clientVersions("http") } as const;
  const count = createStepCount(new Set(paths));
  const written: Promise<Written>[] = [];
  const refused: string[] = [];
  for await (const step of stepsOf(paths, { task: { targets, format, work }, making: importMaking(work), jobs })) {
    count.add(step);
    if (step.kind !== "file-end") continue;
    for (const made of step.ended) {
      const refusal = refusalOf(made, out);
      if (refusal !== null) refused.push(`${made.from}: ${refusal}`);
      else if (made.kind === "made") {
        written.push(saving(made));
        await written.at(-savedAtOnce);
      }
    }
  }
  return { counts: count.counts(), written: await Promise.all(written), refused };
}

/** A file waits for the disk until its bytes are safe, and the disk makes several safe as fast as one. */
const savedAtOnce = 8;

/** Saves a fixture. The caller meets a failure when it awaits this one, which may be after the failure. */
function saving(made: MadeFixture & { kind: "made" }): Promise<Written> {
  const saved = save(made);
  saved.catch(() => undefined);
  return saved;
}

function refusalOf(made: MadeFixture, out: string): string | null {
  const { file } = made;
  if (file !== null && isOutside(out, file)) return `a link leads from ${formatPath(file)} out of the output folder`;
  return made.kind === "refused" ? made.message : null;
}

async function save({ file, from, entries, losses, text }: MadeFixture & { kind: "made" }): Promise<Written> {
  await writeAtomically(file, text);
  return { file: formatPath(file), from, entries, losses };
}
