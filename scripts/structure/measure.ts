import { cyclesOf, type Graph } from "./cycles.js";
import { mayImport } from "./layers.js";
import type { SourceFact } from "./read-source.js";

export type Spread = {
  readonly median: number;
  readonly p90: number;
  readonly p95: number;
  readonly max: number;
};

export type Structure = {
  readonly files: number;
  readonly lines: number;
  readonly fileLines: Spread;
  readonly functions: number;
  readonly functionLines: Spread;
  /** The folder with the most files of its own, tests and fixtures not counted. */
  readonly widestFolder: { readonly folder: string; readonly files: number };
  /** Cycles of imports that remain when the program is compiled. */
  readonly valueCycles: readonly (readonly string[])[];
  /** Cycles of files, type imports included. */
  readonly typeCycles: readonly (readonly string[])[];
  /** Cycles of rooms, the folders directly in `src`. */
  readonly roomCycles: readonly (readonly string[])[];
  /** `file imports file` of every import that the table of the layers forbids. */
  readonly againstLayers: readonly string[];
  /** `file:line` of every function and function type of more than three parameters. */
  readonly manyParameters: readonly string[];
  /** `file: name` of every export that no file but a test imports. */
  readonly unusedExports: readonly string[];
};

export type Sources = {
  /** The program: files in `src` that are neither tests nor fixtures of tests. */
  readonly program: readonly SourceFact[];
  /** Scripts, which may import the program too. */
  readonly scripts: readonly SourceFact[];
  /** Files whose exports are public: what `package.json` exports. */
  readonly entries: readonly string[];
};

/** Measures the structure of a checkout. */
export function measure({ program, scripts, entries }: Sources): Structure {
  const functions = program.flatMap((source) => source.functions);
  return {
    files: program.length,
    lines: sum(program.map((source) => source.lines)),
    fileLines: spread(program.map((source) => source.lines)),
    functions: functions.filter((one) => one.hasBody).length,
    functionLines: spread(functions.filter((one) => one.hasBody).map((one) => one.lines)),
    widestFolder: widestFolder(program.map((source) => source.file)),
    valueCycles: cyclesOf(fileGraph(program, false)),
    typeCycles: cyclesOf(fileGraph(program, true)),
    roomCycles: cyclesOf(roomGraph(program)),
    againstLayers: againstLayers(program),
    manyParameters: functions.filter((one) => one.parameters > 3).map((one) => one.place),
    unusedExports: unusedExports({ program, scripts, entries }),
  };
}

function fileGraph(sources: readonly SourceFact[], withTypes: boolean): Graph {
  return new Map(
    sources.map((source) => [
      source.file,
      new Set(source.imports.flatMap(({ to, typeOnly }) => (to === null || (typeOnly && !withTypes) ? [] : [to]))),
    ]),
  );
}

function roomGraph(sources: readonly SourceFact[]): Graph {
  const rooms = new Map<string, Set<string>>();
  for (const source of sources) {
    const from = roomOf(source.file);
    const targets = rooms.get(from) ?? new Set();
    rooms.set(from, targets);
    for (const { to } of source.imports) if (to !== null && roomOf(to) !== from) targets.add(roomOf(to));
  }
  return rooms;
}

function againstLayers(sources: readonly SourceFact[]): readonly string[] {
  return sources.flatMap(({ file, imports }) =>
    imports.flatMap(({ to }) => {
      const isAllowed = to === null || roomOf(to) === roomOf(file) || mayImport(roomOf(file), roomOf(to));
      return isAllowed ? [] : [`${file} imports ${to}`];
    }),
  );
}

/** `src/wire/frames/sse.ts` → `wire`. */
function roomOf(file: string): string {
  return file.split("/")[1] ?? "";
}

function unusedExports({ program, scripts, entries }: Sources): readonly string[] {
  const used = new Set(
    [...program, ...scripts].flatMap((source) =>
      source.imports.flatMap(({ to, names }) => names.map((name) => `${to}: ${name}`)),
    ),
  );
  return program
    .filter((source) => !entries.includes(source.file))
    .filter((source) => !used.has(`${source.file}: *`))
    .flatMap((source) => source.exports.map((name) => `${source.file}: ${name}`))
    .filter((name) => !used.has(name));
}

function widestFolder(files: readonly string[]): { readonly folder: string; readonly files: number } {
  const counts = new Map<string, number>();
  for (const file of files) {
    const folder = file.slice(0, file.lastIndexOf("/"));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const [folder, count] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? ["", 0];
  return { folder, files: count };
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { median: at(0.5), p90: at(0.9), p95: at(0.95), max: at(1) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
