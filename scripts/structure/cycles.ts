/** What each node points at. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The groups of nodes that reach one another: Tarjan's strongly connected components of more than one node, sorted. */
export function cyclesOf(graph: Graph): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const cycles: string[][] = [];

  const visit = (node: string): number => {
    const index = order.size;
    order.set(node, index);
    let lowest = index;
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) lowest = Math.min(lowest, visit(next));
      else if (open.includes(next)) lowest = Math.min(lowest, order.get(next) ?? index);
    }
    low.set(node, lowest);
    if (lowest !== index) return lowest;
    const group = open.splice(open.indexOf(node));
    if (group.length > 1 || graph.get(node)?.has(node) === true) cycles.push(group.sort());
    return lowest;
  };

  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return cycles.sort((one, other) => ((one[0] ?? "") < (other[0] ?? "") ? -1 : 1));
}
