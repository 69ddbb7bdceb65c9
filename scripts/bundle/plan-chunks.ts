import type { ModuleGraph } from "./module-graph.js";
import type { Visit, VisitSet } from "./visits.js";

/** What opening one more file costs, in bytes of code that could be parsed in that time (Node 20.20, 2026-11: a third of a millisecond). */
const fileCostBytes = 30_000;

/** Modules that share a file. `imports`: the chunks that it imports. */
type Chunk = {
  readonly modules: string[];
  readonly packages: Set<string>;
  readonly imports: Set<Chunk>;
  loads: VisitSet;
  sizeBytes: number;
};

/**
 * Which modules share a file of the bundle: lists of their ids. Modules that the same visits load share one from the start; then files are
 * joined as long as that saves more opening than it adds to parse, by the weight of the visits. What joins never brings a module or a
 * package with it that its visits would not load anyway, so that no command loads a library for the sake of another; and no two
 * files import each other, so that every module runs before those that import it.
 */
export function planChunks(
  graph: ModuleGraph,
  visits: readonly Visit[],
  loads: ReadonlyMap<string, VisitSet>,
): readonly (readonly string[])[] {
  const plan: Plan = { loads, weigh: weigher(visits) };
  let chunks = firstChunks(graph, loads);
  for (let joined = true; joined; ) {
    joined = false;
    chunks.sort((a, b) => a.sizeBytes - b.sizeBytes || (firstOf(a) < firstOf(b) ? -1 : 1));
    for (const chunk of chunks) {
      const other = chunk.modules.length === 0 ? null : bestPartner(plan, chunk, chunks);
      if (other === null) continue;
      join(chunk, other, chunks);
      joined = true;
    }
    chunks = chunks.filter(({ modules }) => modules.length > 0);
  }
  return chunks.map(({ modules }) => [...modules].sort());
}

type Plan = { readonly loads: ReadonlyMap<string, VisitSet>; readonly weigh: (visits: VisitSet) => number };

/** The sum of the weights of a set of visits. */
function weigher(visits: readonly Visit[]): (set: VisitSet) => number {
  const known = new Map<VisitSet, number>();
  return (set) => {
    const before = known.get(set);
    if (before !== undefined) return before;
    const sum = visits.reduce((total, { weight }, at) => ((set >> BigInt(at)) & 1n ? total + weight : total), 0);
    known.set(set, sum);
    return sum;
  };
}

function firstChunks(graph: ModuleGraph, loads: ReadonlyMap<string, VisitSet>): Chunk[] {
  const byLoads = new Map<VisitSet, Chunk>();
  const chunkOf = new Map<string, Chunk>();
  for (const id of [...graph.keys()].sort()) {
    const set = loads.get(id) ?? 0n;
    const chunk = byLoads.get(set) ?? {
      modules: [],
      packages: new Set(),
      imports: new Set(),
      loads: set,
      sizeBytes: 0,
    };
    byLoads.set(set, chunk);
    chunkOf.set(id, chunk);
    chunk.modules.push(id);
    chunk.sizeBytes += graph.get(id)?.sizeBytes ?? 0;
  }
  for (const [id, { imports, packages }] of graph) {
    const chunk = chunkOf.get(id);
    if (chunk === undefined) continue;
    for (const name of packages) chunk.packages.add(name);
    for (const other of imports.map((one) => chunkOf.get(one))) if (other !== undefined) chunk.imports.add(other);
    chunk.imports.delete(chunk);
  }
  return [...byLoads.values()];
}

function firstOf({ modules }: Chunk): string {
  return modules[0] ?? "";
}

/** The chunk that gains most by taking this one in; null: none gains anything. */
function bestPartner(plan: Plan, chunk: Chunk, chunks: readonly Chunk[]): Chunk | null {
  let best: { readonly other: Chunk; readonly gain: number } | null = null;
  for (const other of chunks) {
    if (other === chunk || other.modules.length === 0) continue;
    const gain = gainOf(plan, chunk, other);
    if (gain > 0 && (best === null || gain > best.gain) && mayJoin(plan, chunk, other)) best = { other, gain };
  }
  return best?.other ?? null;
}

function gainOf({ weigh }: Plan, one: Chunk, other: Chunk): number {
  const both = one.loads & other.loads;
  if (both === 0n) return 0;
  const shared = weigh(both);
  const added = (weigh(other.loads) - shared) * one.sizeBytes + (weigh(one.loads) - shared) * other.sizeBytes;
  return shared * fileCostBytes - added;
}

function mayJoin(plan: Plan, one: Chunk, other: Chunk): boolean {
  return (
    bringsNothing(plan, one, other) &&
    bringsNothing(plan, other, one) &&
    !leadsTo(one, other, other) &&
    !leadsTo(other, one, one)
  );
}

/** True where all that a chunk imports is loaded anyway by the visits that would load it for the sake of the other. */
function bringsNothing({ loads }: Plan, chunk: Chunk, other: Chunk): boolean {
  const more = other.loads & ~chunk.loads;
  if (more === 0n) return true;
  const isLoaded = (set: VisitSet) => (more & ~set) === 0n;
  return (
    [...chunk.imports].every((one) => one === other || isLoaded(one.loads)) &&
    [...chunk.packages].every((name) => isLoaded(loads.get(name) ?? 0n))
  );
}

/** True where a chunk imports another by way of a third: both in one file would import each other with that. */
function leadsTo(from: Chunk, to: Chunk, direct: Chunk): boolean {
  const seen = new Set<Chunk>();
  const open = [...from.imports].filter((one) => one !== direct);
  for (let chunk = open.pop(); chunk !== undefined; chunk = open.pop()) {
    if (chunk === to) return true;
    if (seen.has(chunk)) continue;
    seen.add(chunk);
    open.push(...chunk.imports);
  }
  return false;
}

/** Moves all of a chunk into another. */
function join(chunk: Chunk, into: Chunk, chunks: readonly Chunk[]): void {
  into.modules.push(...chunk.modules.splice(0));
  into.loads |= chunk.loads;
  into.sizeBytes += chunk.sizeBytes;
  for (const name of chunk.packages) into.packages.add(name);
  for (const one of chunk.imports) into.imports.add(one);
  for (const one of chunks) if (one.imports.delete(chunk)) one.imports.add(into);
  into.imports.delete(into);
}
