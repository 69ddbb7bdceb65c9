import type { ModuleGraph } from "./module-graph.js";

/** Modules that are loaded together: what is named here, with everything that it imports. `weight`: how much its time counts. */
export type Visit = { readonly weight: number; readonly points: readonly string[] };

/** The entry of the program, and the module whose lazy imports are its commands. */
export type Program = { readonly entry: string; readonly table: string };

/**
 * The ways in which modules are loaded: each entry, and each module that is imported lazily, by itself; each command of the program;
 * `--help`, which needs the program alone; and a mistake on the command line, which loads the options of all commands.
 */
export function visitsOf(graph: ModuleGraph, entries: readonly string[], { entry, table }: Program): readonly Visit[] {
  const lazyOf = (id: string): readonly string[] => graph.get(id)?.lazy ?? [];
  const points = [...new Set([...entries, ...[...graph.keys()].flatMap(lazyOf)])].sort();
  const commands = [...new Set(lazyOf(table))].sort();
  return [
    ...points.map((point) => ({ weight: 1, points: [point] })),
    ...commands.map((command) => ({ weight: 40, points: [entry, command, ...lazyOf(command)] })),
    // The program's help waits for nothing else: a large file that every command needs is not joined with what it loads.
    { weight: 1600, points: [entry] },
    { weight: 40, points: [entry, ...commands] },
  ];
}

/** A set of visits, by their place in the list, as the bits of a number. */
export type VisitSet = bigint;

/** The visits that load each module, and each package that a module of ours imports. */
export function loadsOf(graph: ModuleGraph, visits: readonly Visit[]): ReadonlyMap<string, VisitSet> {
  const loads = new Map<string, VisitSet>();
  for (const [at, { points }] of visits.entries()) {
    const bit = 1n << BigInt(at);
    const open = [...points];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const before = loads.get(id) ?? 0n;
      if ((before & bit) !== 0n) continue;
      loads.set(id, before | bit);
      const module = graph.get(id);
      if (module !== undefined) open.push(...module.imports, ...module.packages);
    }
  }
  return loads;
}
