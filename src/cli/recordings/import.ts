import { createHash } from "node:crypto";
import { join } from "node:path";
import type { FormatId } from "../../recordings/format-ids.js";
import { fileName, type Imported, importFixture } from "../../recordings/import-fixture.js";
import { counted } from "../../report/counted.js";
import { saveFixture } from "../../runner/save-fixture.js";
import type { ObservedCounts } from "../../verdict/observed/observed-matrix.js";
import { createRedactor, type Redactor } from "../../wire/secrets/redact.js";
import type { FileOptions } from "../shell/choose.js";
import { type ExitCode, exitCodes } from "../shell/exit-code.js";
import { harmless, print, say } from "../shell/print.js";
import { shown } from "../shell/shared-options.js";
import { clientVersions } from "../shell/versions.js";
import { leadsOut } from "./leads-out.js";
import { readObserved } from "./read-observed.js";

export type ImportOptions = Pick<FileOptions, "models"> & {
  readonly out: string;
  readonly format?: FormatId;
  readonly json?: true;
};

type Written = {
  readonly file: string;
  readonly from: string;
  readonly entries: number;
  readonly losses: readonly string[];
};

type Result = { readonly written: Written[]; readonly refused: string[] };

type Place = {
  readonly out: string;
  readonly redactor: Redactor;
  readonly versions: { readonly [name: string]: string };
};

/** `llm-parity import`: one fixture for every source file and target. Resolves with the exit code. */
export async function importRecordings(paths: readonly string[], options: ImportOptions): Promise<ExitCode> {
  const place = { out: options.out, redactor: createRedactor([]), versions: await clientVersions("http") };
  const result: Result = { written: [], refused: [] };
  let waiting: Imported[] = [];
  const counts = await readObserved(
    paths,
    { models: options.models, format: options.format },
    {
      exchange: (observed) => void waiting.push(observed),
      endFile: async (name) => {
        const all = waiting;
        waiting = [];
        await writeFixtures(name, all, place, result);
      },
    },
  );
  report(counts, result, options);
  if (counts.damaged.length + result.refused.length > 0) return exitCodes.usage;
  return result.written.length === 0 ? exitCodes.unmeasured : exitCodes.fine;
}

async function writeFixtures(name: string, all: readonly Imported[], place: Place, result: Result): Promise<void> {
  for (const [number, group] of alike(all).entries()) {
    const file = pathOf(place.out, name, group, number);
    if (leadsOut(place.out, file)) {
      result.refused.push(`${name}: a link leads from ${shown(file)} out of the output folder`);
      continue;
    }
    try {
      const fixture = await importFixture(group, place.versions);
      await saveFixture(file, fixture, place.redactor);
      const losses = fixture.meta.imported?.losses ?? [];
      result.written.push({ file: shown(file), from: name, entries: group.length, losses });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      result.refused.push(`${name}: ${error.message}`);
    }
  }
}

/** What the fixture format or the secret scan refuses is told with the file; anything else is a mistake of ours. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && ["HarError", "SecretInFixtureError"].includes(error.name);
}

/** Exchanges with one target that have lost the same: what a fixture says is lost holds for every entry of it. */
function alike(all: readonly Imported[]): readonly (readonly Imported[])[] {
  const groups = new Map<string, Imported[]>();
  for (const one of all) {
    const key = JSON.stringify([one.exchange.target.id, one.interaction.losses, one.interaction.after]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

/** `<provider>/<api>/<model>/<source>[~n].har`, every name made plain: no text of a recording can lead out of the folder. */
function pathOf(folder: string, source: string, [first]: readonly Imported[], number: number): string {
  if (first === undefined) throw new RangeError("a fixture is made of at least one interaction");
  const { provider, api, model } = first.exchange.target;
  const folders = [provider, api, model].map((name) => plainName(name, 80));
  const again = number === 0 ? "" : `~${number + 1}`;
  return join(folder, ...folders, `${plainName(source.replaceAll("/", "+"), 140)}${again}.har`);
}

/** A name of at most `longest` characters; what is cut off still tells two names apart. */
function plainName(name: string, longest: number): string {
  const plain = fileName(name);
  if (plain.length <= longest) return plain;
  const mark = createHash("sha256").update(name).digest("hex").slice(0, 10);
  return `${mark}-${fileName(plain.slice(plain.length - longest + mark.length + 1))}`;
}

function report(counts: ObservedCounts, { written, refused }: Result, options: ImportOptions): void {
  if (options.json === true) {
    print(JSON.stringify({ schemaVersion: 1, read: counts, fixtures: written, refused }, null, 2));
  } else {
    const exchanges = written.reduce((sum, { entries }) => sum + entries, 0);
    print(
      `${counted(written.length, "fixture")} with ${counted(exchanges, "exchange")} written to ${shown(options.out)}`,
    );
    say(
      `read ${counted(counts.interactions, "interaction")} in ${counted(counts.files, "file")}: ${listed(counts.formats)}`,
    );
    if (Object.keys(counts.skipped).length > 0) say(`skipped: ${listed(counts.skipped)}`);
    if (counts.otherFiles > 0) say(`no recording: ${counted(counts.otherFiles, "file")}`);
  }
  for (const message of [...counts.damaged, ...refused]) say(`not imported: ${harmless(message)}`);
}

function listed(counts: { readonly [name: string]: number }): string {
  return Object.entries(counts)
    .map(([name, n]) => `${n} ${name}`)
    .join(", ");
}
