import { type FormatId, formatIds } from "../../recordings/format-ids.js";
import { catalogNames } from "../../recordings/identify/recorded-target.js";
import { type Observation, observe, type SkipReason } from "../../recordings/observe.js";
import { readRecordings } from "../../recordings/read-recordings.js";
import { readModels } from "../../scenario/compiled/read-models.js";
import type { ObservedCounts, UnreadPart } from "../../verdict/observed/observed-matrix.js";

type Exchange = Extract<Observation, { kind: "exchange" }>;
type Skipped = Extract<Observation, { kind: "skipped" }>;

/** What is skipped for being another call is counted by that call's name. */
const namedByApi: ReadonlySet<SkipReason> = new Set(["other-api", "no-chat", "unknown-api"]);

/**
 * Reads recordings and passes each exchange to `onExchange`, one at a time; keeps only the counts. Calls `onFileEnd` after
 * the last interaction of each file.
 */
export async function readObserved(
  paths: readonly string[],
  { models, format }: { readonly models: string; readonly format: FormatId | undefined },
  {
    onExchange,
    onSkipped,
    onFileEnd,
  }: {
    readonly onSkipped?: (observed: Skipped) => void | Promise<void>;
    readonly onExchange: (observed: Exchange) => void | Promise<void>;
    readonly onFileEnd?: (name: string) => void | Promise<void>;
  },
): Promise<ObservedCounts> {
  const modelName = catalogNames((await readModels(models)).targets);
  const counts = startCounts();
  const named = new Set(paths);
  let open: string | null = null;
  const close = async (): Promise<void> => {
    if (open !== null) await onFileEnd?.(open);
    open = null;
  };
  for (const read of readRecordings(paths, format === undefined ? {} : { format })) {
    if (read.kind === "damaged") {
      counts.damaged.push(read.message);
      counts.unread.push({ file: read.name, interaction: read.interaction, line: read.line, reason: read.reason });
      if (read.interaction !== null) counts.interactions += 1;
    } else if (read.kind === "file") {
      await close();
      open = read.name;
      counts.files += 1;
      // A folder may hold anything; a file named on the command line should be a recording.
      if (read.format === null && named.has(read.name)) {
        const reason = `is not a recording in a known format; --format reads it as one of them: ${formatIds.join(", ")}`;
        counts.damaged.push(`${read.name}: ${reason}`);
        counts.unread.push({ file: read.name, interaction: null, line: null, reason });
      }
      if (read.format === null) counts.otherFiles += 1;
      else counts.formats[read.format] = (counts.formats[read.format] ?? 0) + 1;
    } else {
      counts.interactions += 1;
      const observed = await observe(read.interaction, { modelName });
      if (observed.kind === "exchange") {
        counts.exchanges += 1;
        for (const loss of observed.interaction.losses) counts.losses[loss] = (counts.losses[loss] ?? 0) + 1;
        await onExchange(observed);
      } else {
        const word = namedByApi.has(observed.reason) ? observed.identity.api : observed.reason;
        counts.skipped[word] = (counts.skipped[word] ?? 0) + 1;
        await onSkipped?.(observed);
      }
    }
  }
  await close();
  return counts;
}

function startCounts() {
  const formats: { [format: string]: number } = {};
  const skipped: { [reason: string]: number } = {};
  const losses: { [loss: string]: number } = {};
  const damaged: string[] = [];
  const unread: UnreadPart[] = [];
  return { files: 0, otherFiles: 0, formats, interactions: 0, exchanges: 0, skipped, losses, damaged, unread };
}
