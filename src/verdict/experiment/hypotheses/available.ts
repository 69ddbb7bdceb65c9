import type { Space } from "../space.js";

/** What can still be asked. `levels`: for each factor the places in the space of its levels that are not out. `places`: 1 is the first place. */
export type Available = { readonly levels: readonly (readonly number[])[]; readonly places: readonly number[] };

/** What is out: `level` as in "factor=level" keys, and the ids of places. */
export type Out = { readonly levels: ReadonlySet<string>; readonly places: ReadonlySet<string> };

/** The name of a level among those that are out. */
export function levelKey(factor: string, level: string): string {
  return `${factor}=${level}`;
}

/** The levels and places of the space that are not out. */
export function availableOf(space: Space, out: Out): Available {
  return {
    levels: space.factors.map(({ id, levels }) =>
      levels.flatMap((level, index) => (out.levels.has(levelKey(id, level.id)) ? [] : [index])),
    ),
    places: space.places.flatMap(({ id }, index) => (out.places.has(id) ? [] : [index + 1])),
  };
}
