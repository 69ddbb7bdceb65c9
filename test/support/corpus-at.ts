import { readFileSync } from "node:fs";
import { join } from "node:path";
import { identify } from "../../src/recordings/identify/identify.js";
import type { Interaction } from "../../src/recordings/interaction.js";
import { type Observation, observe } from "../../src/recordings/observe.js";
import { readRecordings } from "../../src/recordings/read-recordings.js";
import { beside } from "./beside.js";
import { waiting } from "./indexed-apis.js";

/** One row of an index, which another reader made from the same files. */
export type IndexRow = { readonly [column: string]: string };

export type CorpusRead = {
  readonly observed: ReadonlyMap<string, Observation>;
  readonly damaged: readonly string[];
  readonly formats: ReadonlyMap<string, string | null>;
};

/** Real recordings of other projects, in a folder beside the checkout. */
export type Corpus = {
  readonly folder: string;
  readonly isThere: boolean;
  /** The end of the title of a suite that needs them, after its subject; says if it is skipped. */
  readonly title: string;
  readonly index: () => readonly IndexRow[];
  /** The whole corpus, read and observed once for all tests of a process. */
  readonly read: () => Promise<CorpusRead>;
  /** Some files of it, by their paths below the folder. */
  readonly readFiles: (paths: readonly string[]) => Promise<CorpusRead>;
  /** A file's path below the folder, in whatever form the folder is written. */
  readonly below: (name: string) => string;
};

/** The corpus in a folder, with the index in it. Default of `index`: `INDEX.tsv`. */
export function corpusAt(name: string, index = "INDEX.tsv"): Corpus {
  const at = beside(name);
  const below = (file: string) => {
    const start = file.indexOf(`shared/${name}/`);
    return start === -1 ? file : file.slice(start + `shared/${name}/`.length);
  };
  let read: Promise<CorpusRead> | null = null;
  return {
    folder: at.path,
    isThere: at.isThere,
    title: at.title("on recordings of other projects"),
    index: () => rowsOf(readFileSync(join(at.path, index), "utf8")),
    read: () => {
      read ??= readAll([at.path], below);
      return read;
    },
    readFiles: (paths) =>
      readAll(
        paths.map((path) => join(at.path, path)),
        below,
      ),
    below,
  };
}

/** The key of an interaction in the index and in our reading: path below the corpus, and number. */
export function rowKey(path: string, interaction: number | string): string {
  return `${path}#${interaction}`;
}

function rowsOf(text: string): readonly IndexRow[] {
  const [head = "", ...lines] = text.trimEnd().split("\n");
  const columns = head.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""]));
  });
}

async function readAll(paths: readonly string[], below: (name: string) => string): Promise<CorpusRead> {
  const observed = new Map<string, Observation>();
  const formats = new Map<string, string | null>();
  const damaged: string[] = [];
  for (const one of readRecordings(paths)) {
    if (one.kind === "damaged") damaged.push(one.message);
    else if (one.kind === "file") formats.set(below(one.name), one.format);
    else {
      const { file, interaction } = one.interaction;
      observed.set(rowKey(below(file), interaction), await observedUnlessWaiting(one.interaction));
    }
  }
  return { observed, damaged, formats };
}

/** Leaves an interaction of an API whose decoder is still to be written as one that is not read. */
async function observedUnlessWaiting(interaction: Interaction): Promise<Observation> {
  const identity = identify(interaction);
  if (waiting.has(identity.api.replace(/-stream$/, "")))
    return { kind: "skipped", interaction, identity, reason: "other-api" };
  return observe(interaction);
}
