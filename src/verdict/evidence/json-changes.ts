import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { sameJson } from "../checks/same-json.js";
import { itemPairs } from "./item-pairs.js";
import { pointerTo } from "./json-pointer.js";

/**
 * One place at which two JSON values differ. `pointer`: a JSON pointer (RFC 6901); into the value after the change, apart from the
 * index of a removed item, which is the one that it had.
 */
export type JsonChange =
  | { readonly kind: "added"; readonly pointer: string; readonly after: JsonValue }
  | { readonly kind: "removed"; readonly pointer: string; readonly before: JsonValue }
  | { readonly kind: "replaced"; readonly pointer: string; readonly before: JsonValue; readonly after: JsonValue };

/**
 * What to change in `before` so that it equals `after`, in an order in which one change after the other can be made. Equal items of
 * arrays stay where they can, and the others are compared with what stands in their place. The order of members says nothing, and
 * numbers of one value are equal however they are written (RFC 6902, section 4.6). Both values are JSON of a limited depth.
 */
export function jsonChanges(before: JsonValue, after: JsonValue): readonly JsonChange[] {
  return changesAt([], { before, after });
}

type Pair = { readonly before: JsonValue; readonly after: JsonValue };
type Names = readonly string[];

function changesAt(at: Names, { before, after }: Pair): readonly JsonChange[] {
  if (sameJson(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return itemChanges(at, before, after);
  if (isJsonObject(before) && isJsonObject(after) && shareNames(before, after)) return memberChanges(at, before, after);
  return [{ kind: "replaced", pointer: pointerTo(at), before, after }];
}

/** Objects without a common name are two things, not one that changed: `{"text": …}` and `{"toolUse": …}`. */
function shareNames(before: JsonObject, after: JsonObject): boolean {
  const names = Object.keys(before);
  return names.length === 0 || Object.keys(after).length === 0 || names.some((name) => Object.hasOwn(after, name));
}

function memberChanges(at: Names, before: JsonObject, after: JsonObject): readonly JsonChange[] {
  const kept = Object.entries(before).flatMap(([name, value]): readonly JsonChange[] => {
    const other = Object.hasOwn(after, name) ? after[name] : undefined;
    if (other !== undefined) return changesAt([...at, name], { before: value, after: other });
    return [{ kind: "removed", pointer: pointerTo([...at, name]), before: value }];
  });
  const added = Object.entries(after)
    .filter(([name]) => !Object.hasOwn(before, name))
    .map(([name, value]): JsonChange => ({ kind: "added", pointer: pointerTo([...at, name]), after: value }));
  return [...kept, ...added];
}

/** Removals come first and from the end, then additions from the beginning, so that each index is right when its turn comes. */
function itemChanges(at: Names, before: readonly JsonValue[], after: readonly JsonValue[]): readonly JsonChange[] {
  const pairs = itemPairs(before, after);
  const place = (index: number) => pointerTo([...at, String(index)]);
  const pairedBefore = new Set(pairs.map(([index]) => index));
  const pairedAfter = new Set(pairs.map(([, index]) => index));
  const removed = before
    .map((value, index): JsonChange => ({ kind: "removed", pointer: place(index), before: value }))
    .filter((_, index) => !pairedBefore.has(index))
    .reverse();
  const added = after
    .map((value, index): JsonChange => ({ kind: "added", pointer: place(index), after: value }))
    .filter((_, index) => !pairedAfter.has(index));
  const changed = pairs.flatMap(([from, to]) => {
    const [one, other] = [before[from], after[to]];
    return one === undefined || other === undefined
      ? []
      : changesAt([...at, String(to)], { before: one, after: other });
  });
  return [...removed, ...added, ...changed];
}
