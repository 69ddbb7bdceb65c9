import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Observation, observe } from "../../src/recordings/observe.js";
import { readRecordings } from "../../src/recordings/read-recordings.js";
import { beside } from "./beside.js";

const index = beside("corpus/INDEX.tsv");

/** Real recordings of other projects. */
export const corpusFolder = dirname(index.path);
export const hasCorpus = index.isThere;

/** The end of the title of a suite that needs them, after its subject. */
export const corpusTitle = index.title("on recordings of other projects");

/** One row of the index, which another reader made from the same files. */
export type IndexRow = { readonly [column: string]: string };

export function corpusIndex(): readonly IndexRow[] {
  const [head = "", ...lines] = readFileSync(join(corpusFolder, "INDEX.tsv"), "utf8").trimEnd().split("\n");
  const columns = head.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""]));
  });
}

/** The key of an interaction in the index and in our reading: path below the corpus, and number. */
export function rowKey(path: string, interaction: number | string): string {
  return `${path}#${interaction}`;
}

export type CorpusRead = {
  readonly observed: ReadonlyMap<string, Observation>;
  readonly damaged: readonly string[];
  readonly formats: ReadonlyMap<string, string | null>;
};

let read: Promise<CorpusRead> | null = null;

/** The whole corpus, read and observed once for all tests of a process. */
export function readCorpus(): Promise<CorpusRead> {
  read ??= readAll();
  return read;
}

async function readAll(): Promise<CorpusRead> {
  const observed = new Map<string, Observation>();
  const formats = new Map<string, string | null>();
  const damaged: string[] = [];
  for (const one of readRecordings([corpusFolder])) {
    if (one.kind === "damaged") damaged.push(one.message);
    else if (one.kind === "file") formats.set(below(one.name), one.format);
    else {
      const { file, interaction } = one.interaction;
      observed.set(rowKey(below(file), interaction), await observe(one.interaction));
    }
  }
  return { observed, damaged, formats };
}

/** A file's path below the corpus folder, in whatever form the folder is written. */
export function below(name: string): string {
  const start = name.indexOf("shared/corpus/");
  return start === -1 ? name : name.slice(start + "shared/corpus/".length);
}
