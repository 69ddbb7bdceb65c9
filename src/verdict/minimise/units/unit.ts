/** The groups of units, in the order in which they are taken away. */
export const unitGroups = ["messages", "tools", "schema keywords", "parameters", "text"] as const;

export type UnitGroup = (typeof unitGroups)[number];

/**
 * A part of a request that can be taken away. `id`: where it stands, as a pointer into the request; a range of messages is
 * `/messages/2-5`. `says`: in words, safe to print. `parent`: the smallest larger unit, which takes this one along; null: none.
 * `takes`: the pointers that go with it.
 */
export type Unit = {
  readonly id: string;
  readonly group: UnitGroup;
  readonly says: string;
  readonly parent: string | null;
  readonly takes: readonly string[];
};

/** Where the units of a part of the request stand: its pointer, the unit around it, and the group that they belong to. */
export type UnitPlace = { readonly pointer: string; readonly parent: string | null; readonly group: UnitGroup };
