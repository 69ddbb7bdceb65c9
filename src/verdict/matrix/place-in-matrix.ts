import type { CellIdentity } from "../../transcript/transcript.js";

/** What tells the cells of a matrix apart. */
type Place = Pick<CellIdentity, "target" | "client" | "scenario">;

/** The name of a cell's place in a matrix. */
export function placeInMatrix({ target, client, scenario }: Place): string {
  return JSON.stringify([target, client, scenario]);
}

/** The first of each place, by its name. */
export function firstByCell<One extends { readonly cell: Place }>(list: readonly One[]): ReadonlyMap<string, One> {
  const first = new Map<string, One>();
  for (const one of list) {
    const place = placeInMatrix(one.cell);
    if (!first.has(place)) first.set(place, one);
  }
  return first;
}
