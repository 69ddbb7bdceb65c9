import { skippedText } from "../../chat/other-calls.js";
import type { FileOptions } from "../../library/choose.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { type ImportResult, importEach } from "../../library/recordings/import-each.js";
import type { FormatId } from "../../recordings/format-ids.js";
import { counted } from "../../report/counted.js";
import { unreadInteractions } from "../../verdict/observed/observed-matrix.js";
import { log, print, sanitise } from "../shell/print.js";

export type ImportOptions = Pick<FileOptions, "models"> & {
  readonly out: string;
  readonly format?: FormatId;
  readonly includeContent?: true;
  /** Absent: one for each core. */
  readonly jobs?: number;
  readonly json?: true;
};

/** `llm-parity import`: one fixture for every source file and target. Resolves with the exit code. */
export async function importRecordings(paths: readonly string[], options: ImportOptions): Promise<ExitCode> {
  const { out, models, format, includeContent = false, jobs = null } = options;
  const result = await importEach(paths, { out, models, format, includeContent, jobs });
  report(result, options);
  if (result.counts.damaged.length + result.refused.length > 0) return exitCodes.usage;
  return result.written.length === 0 ? exitCodes.unmeasured : exitCodes.fine;
}

function report({ counts, written, refused }: ImportResult, options: ImportOptions): void {
  if (options.json === true) {
    print(JSON.stringify({ schemaVersion: 1, read: counts, fixtures: written, refused }, null, 2));
  } else {
    const exchanges = written.reduce((sum, { entries }) => sum + entries, 0);
    print(
      `${counted(written.length, "fixture")} with ${counted(exchanges, "exchange")} written to ${formatPath(options.out)}`,
    );
    log(
      `read ${counted(counts.interactions, "interaction")} in ${counted(counts.files, "file")}: ${formatCounts(counts.formats)}`,
    );
    if (Object.keys(counts.skipped).length > 0) log(`skipped: ${skippedText(counts.skipped)}`);
    const unread = unreadInteractions(counts);
    if (unread > 0) log(`cannot be read: ${counted(unread, "interaction")}`);
    if (counts.otherFiles > 0) log(`not a recording: ${counted(counts.otherFiles, "file")}`);
  }
  for (const message of [...counts.damaged, ...refused]) log(`not imported: ${sanitise(message)}`);
}

function formatCounts(counts: { readonly [name: string]: number }): string {
  return Object.entries(counts)
    .map(([name, n]) => `${n} ${name}`)
    .join(", ");
}
