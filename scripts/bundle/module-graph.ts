/** A module of ours. `imports`: modules and packages that are loaded with it; `lazy`: modules that it imports when it is asked to. */
export type Module = {
  readonly imports: readonly string[];
  readonly lazy: readonly string[];
  readonly packages: readonly string[];
  readonly sizeBytes: number;
};

/** Modules by id, with everything that they lead to. */
export type ModuleGraph = ReadonlyMap<string, Module>;

/** What a bundler knows of a module. */
type ModuleInfo = {
  readonly importedIds: readonly string[];
  readonly dynamicallyImportedIds: readonly string[];
  readonly code: string | null;
};

/** The graph of the modules that the entries lead to. `infoOf`: what the bundler knows of one; the modules of `isOwn` are ours. */
export function readGraph(
  entries: readonly string[],
  infoOf: (id: string) => ModuleInfo | null,
  isOwn: (id: string) => boolean,
): ModuleGraph {
  const graph = new Map<string, Module>();
  const open = [...entries];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (graph.has(id)) continue;
    const info = infoOf(id);
    if (info === null) throw new Error(`the bundler does not know ${id}`);
    const module = {
      imports: info.importedIds.filter(isOwn),
      lazy: info.dynamicallyImportedIds.filter(isOwn),
      packages: info.importedIds.filter((other) => !isOwn(other)),
      sizeBytes: info.code?.length ?? 0,
    };
    graph.set(id, module);
    open.push(...module.imports, ...module.lazy);
  }
  return graph;
}
