import { nameOf, placeOf } from "../markup/links.js";
import { type ListName, listNames } from "../view/filters.js";

/** What is shown of the page. `states`: cells with one of them in each of their groups; a list of null: all. */
export type Filter = {
  readonly text: string;
  readonly states: readonly string[];
  readonly lists: ReadonlyMap<Exclude<ListName, "state">, string>;
};

export const noFilter: Filter = { text: "", states: [], lists: new Map() };

/** What stands after `#`. `place`: a cell's id or a part of the page; empty: none. `filter` null: the address names none. */
export type Address = { readonly place: string; readonly filter: Filter | null };

/** Reads `<place>?<filter>`: the filter is written as in the address of a search. */
export function readHash(hash: string): Address {
  const text = hash.replace(/^#/, "");
  const at = text.indexOf("?");
  if (at < 0) return { place: nameOf(text), filter: null };
  const query = new URLSearchParams(text.slice(at + 1));
  const lists = listNames.flatMap((name) => {
    const value = query.get(name);
    return name === "state" || value === null || value === "" ? [] : [[name, value] as const];
  });
  const states = (query.get("state") ?? "").split(",").filter((state) => state !== "");
  return { place: nameOf(text.slice(0, at)), filter: { text: query.get("text") ?? "", states, lists: new Map(lists) } };
}

/** The address of a place under a filter: `#<place>?<filter>`; empty where there is neither. */
export function hashOf(place: string, { text, states, lists }: Filter): string {
  const query = new URLSearchParams([
    ...(text.trim() === "" ? [] : [["text", text.trim()]]),
    ...(states.length === 0 ? [] : [["state", states.join(",")]]),
    ...lists,
  ]);
  const filter = query.size === 0 ? "" : `?${query}`;
  return place === "" && filter === "" ? "" : `#${placeOf(place)}${filter}`;
}
