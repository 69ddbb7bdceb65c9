import type { Edition } from "./edition.js";

/** What an edition's items are called in sentences. */
const kinds = [
  ["check", "checks"],
  ["scenario", "scenarios"],
  ["profile", "profiles"],
  ["recording", "recordings"],
] as const;

type Item = { readonly id: string };

/** What differs between two editions, one sentence each; `[]`: nothing but their names. */
export function editionChanges(before: Edition, after: Edition): readonly string[] {
  return kinds.flatMap(([word, list]) => itemChanges(word, named(before[list]), named(after[list])));
}

/** A verdict on a recording is named by its cell. */
function named(items: readonly (Item | { readonly cell: string })[]): readonly Item[] {
  return items.map((item) => ("cell" in item ? { id: item.cell, ...item } : item));
}

function itemChanges(word: string, before: readonly Item[], after: readonly Item[]): readonly string[] {
  const old = new Map(before.map((item) => [item.id, item]));
  const now = new Map(after.map((item) => [item.id, item]));
  return [
    ...before.filter(({ id }) => !now.has(id)).map(({ id }) => `${word} ${id} is gone`),
    ...after.flatMap((item) => {
      const earlier = old.get(item.id);
      return earlier === undefined ? [`${word} ${item.id} is new`] : memberChanges(`${word} ${item.id}`, earlier, item);
    }),
  ];
}

function memberChanges(name: string, before: Item, after: Item): readonly string[] {
  const [old, now] = [membersOf(before), membersOf(after)];
  const members = [...new Set([...old.keys(), ...now.keys()])].filter((member) => old.get(member) !== now.get(member));
  return members.map(
    (member) => `${name}: ${member} was ${old.get(member) ?? "absent"}, now ${now.get(member) ?? "absent"}`,
  );
}

function membersOf(item: object): ReadonlyMap<string, string> {
  return new Map(Object.entries(item).map(([member, value]) => [member, JSON.stringify(value)]));
}
