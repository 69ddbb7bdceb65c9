import { formatIds } from "../../../recordings/format-ids.js";
import type { ObservedCounts, UnreadPart } from "../../../verdict/observed/observed-matrix.js";
import type { Step } from "./step.js";

/** Counts what was read, one step at a time. */
export type StepCount = {
  readonly add: (step: Step<unknown, unknown>) => void;
  readonly counts: () => ObservedCounts;
};

/** `named`: the paths of the command line. A folder may hold anything; a file that was named should be a recording. */
export function createStepCount(named: ReadonlySet<string>): StepCount {
  const counts = startCounts();
  return {
    add: (step) => {
      switch (step.kind) {
        case "damaged":
          counts.damaged.push(step.message);
          counts.unread.push({ file: step.name, interaction: step.interaction, line: step.line, reason: step.reason });
          if (step.interaction !== null) counts.interactions += 1;
          return;
        case "file":
          counts.files += 1;
          if (step.format !== null) addOne(counts.formats, step.format);
          else addOther(counts, step.name, named);
          return;
        case "exchange":
          counts.interactions += 1;
          counts.exchanges += 1;
          for (const loss of step.losses) addOne(counts.losses, loss);
          return;
        case "skipped":
          counts.interactions += 1;
          addOne(counts.skipped, step.word);
          return;
        case "file-end":
          return;
      }
    },
    counts: () => counts,
  };
}

function addOther(counts: ReturnType<typeof startCounts>, name: string, named: ReadonlySet<string>): void {
  counts.otherFiles += 1;
  if (!named.has(name)) return;
  const reason = `is not a recording in a known format; --format reads it as one of them: ${formatIds.join(", ")}`;
  counts.damaged.push(`${name}: ${reason}`);
  counts.unread.push({ file: name, interaction: null, line: null, reason });
}

function addOne(counts: { [name: string]: number }, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function startCounts() {
  const formats: { [format: string]: number } = {};
  const skipped: { [reason: string]: number } = {};
  const losses: { [loss: string]: number } = {};
  const damaged: string[] = [];
  const unread: UnreadPart[] = [];
  return { files: 0, otherFiles: 0, formats, interactions: 0, exchanges: 0, skipped, losses, damaged, unread };
}
