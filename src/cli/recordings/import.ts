import { skippedText } from "../../chat/other-calls.js";
import type { FileOptions } from "../../library/choose.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { readObserved } from "../../library/recordings/read-observed.js";
import { clientVersions } from "../../library/versions.js";
import type { FormatId } from "../../recordings/format-ids.js";
import { type Imported, importFixture } from "../../recordings/import-fixture.js";
import { counted } from "../../report/counted.js";
import { saveFixture } from "../../runner/store/save-fixture.js";
import { type ObservedCounts, unreadInteractions } from "../../verdict/observed/observed-matrix.js";
import { createRedactor, type Redactor } from "../../wire/secrets/redact.js";
import { log, print, sanitise } from "../shell/print.js";
import { fixturePlace, isOutside } from "./fixture-place.js";

export type ImportOptions = Pick<FileOptions, "models"> & {
  readonly out: string;
  readonly format?: FormatId;
  readonly includeContent?: true;
  readonly json?: true;
};

/** A fixture that was written. `losses`: what it lacks of its source. */
type Written = {
  readonly file: string;
  readonly from: string;
  readonly entries: number;
  readonly losses: readonly string[];
};

/** `refused`: messages about fixtures that were not written. */
type Result = { readonly written: readonly Written[]; readonly refused: readonly string[] };

type Place = {
  readonly out: string;
  readonly redactor: Redactor;
  readonly versions: { readonly [name: string]: string };
};

/** `llm-parity import`: one fixture for every source file and target. Resolves with the exit code. */
export async function importRecordings(paths: readonly string[], options: ImportOptions): Promise<ExitCode> {
  const place = { out: options.out, redactor: createRedactor([]), versions: await clientVersions("http") };
  const results: Result[] = [];
  let pending: Imported[] = [];
  const counts = await readObserved(
    paths,
    { models: options.models, format: options.format },
    {
      onExchange: (observed) => void pending.push(observed),
      onFileEnd: async (source) => {
        const exchanges = pending;
        pending = [];
        const isWithheld =
          options.includeContent !== true && exchanges.some((one) => one.interaction.isPrivate === true);
        if (isWithheld) results.push({ written: [], refused: [`${source}: ${privateRefusal}`] });
        else results.push(...(await writeFixtures(source, exchanges, place)));
      },
    },
  );
  const result = {
    written: results.flatMap(({ written }) => written),
    refused: results.flatMap(({ refused }) => refused),
  };
  report(counts, result, options);
  if (counts.damaged.length + result.refused.length > 0) return exitCodes.usage;
  return result.written.length === 0 ? exitCodes.unmeasured : exitCodes.fine;
}

const privateRefusal =
  "holds what customers wrote, which fixtures would hold too; --include-content writes them nevertheless";

async function writeFixtures(source: string, all: readonly Imported[], place: Place): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const [number, group] of groupAlike(all).entries()) {
    const { target } = group[0].exchange;
    const file = fixturePlace(place.out, { source, target, number });
    results.push(await writeFixture(file, { source, group, place }));
  }
  return results;
}

async function writeFixture(
  file: string,
  { source, group, place }: { readonly source: string; readonly group: readonly Imported[]; readonly place: Place },
): Promise<Result> {
  if (isOutside(place.out, file)) {
    return { written: [], refused: [`${source}: a link leads from ${formatPath(file)} out of the output folder`] };
  }
  try {
    const fixture = await importFixture(group, place.versions);
    await saveFixture(file, fixture, place.redactor);
    const losses = fixture.meta.imported?.losses ?? [];
    return { written: [{ file: formatPath(file), from: source, entries: group.length, losses }], refused: [] };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { written: [], refused: [`${source}: ${error.message}`] };
  }
}

/** True when the fixture format or the secret scan refuses a file; any other error is our own bug. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && ["HarError", "SecretInFixtureError"].includes(error.name);
}

/** Groups exchanges by target and by what they have lost: the losses of a fixture hold for each of its entries. */
function groupAlike(all: readonly Imported[]): readonly (readonly [Imported, ...Imported[]])[] {
  const groups = new Map<string, [Imported, ...Imported[]]>();
  for (const one of all) {
    const key = JSON.stringify([one.exchange.target.id, one.interaction.losses, one.interaction.after]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

function report(counts: ObservedCounts, { written, refused }: Result, options: ImportOptions): void {
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
    if (counts.otherFiles > 0) log(`no recording: ${counted(counts.otherFiles, "file")}`);
  }
  for (const message of [...counts.damaged, ...refused]) log(`not imported: ${sanitise(message)}`);
}

function formatCounts(counts: { readonly [name: string]: number }): string {
  return Object.entries(counts)
    .map(([name, n]) => `${n} ${name}`)
    .join(", ");
}
