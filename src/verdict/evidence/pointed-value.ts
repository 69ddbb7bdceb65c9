import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { pointerTo } from "./json-pointer.js";
import { quotedName } from "./quoted-name.js";

/** An operation of a patch cannot be done. The message is safe to print. */
export class PatchRefusal extends Error {
  override name = "PatchRefusal" as const;
}

/** A copy of `value` with one place changed; `value` itself stays. Throws {@link PatchRefusal} where the place does not allow it. */
export type Edit = (value: JsonValue, names: Names, put: JsonValue) => JsonValue;

type Names = readonly string[];

/** The value at a place. Throws {@link PatchRefusal} when nothing is there. */
export function readAt(value: JsonValue, names: Names): JsonValue {
  return names.reduce<JsonValue>((holder, _, depth) => childOf(holder, names, depth), value);
}

/** Puts a member that is not there yet, or an item before the one at its index; `-` and the length: after the last. */
export const addAt: Edit = (value, names, put) =>
  editAt(value, names, (holder, name) => {
    if (isJsonObject(holder)) {
      if (Object.hasOwn(holder, name)) throw new PatchRefusal(`add of ${shown(names)}, which is there already`);
      return { ...holder, [name]: put };
    }
    if (!Array.isArray(holder)) throw missing(names);
    const index = name === "-" ? holder.length : indexOf(name);
    if (index === null || index > holder.length) throw missing(names);
    return holder.toSpliced(index, 0, put);
  });

/** Takes a member or an item away. */
export const removeAt: Edit = (value, names) =>
  editAt(value, names, (holder, name) => {
    if (Array.isArray(holder)) return holder.toSpliced(Number(name), 1);
    return Object.fromEntries(Object.entries(holder).filter(([other]) => other !== name));
  });

/** Puts another value in the place of one that is there; with no names, of the whole. */
export const replaceAt: Edit = (value, names, put) =>
  names.length === 0 ? put : editAt(value, names, (holder, name) => withChild(holder, name, put));

type Holder = JsonObject | readonly JsonValue[];

function editAt(value: JsonValue, names: Names, edit: (holder: Holder, name: string) => JsonValue): JsonValue {
  const last = names.length - 1;
  const descend = (holder: JsonValue, depth: number): JsonValue => {
    const name = names[depth];
    if (name === undefined) throw new PatchRefusal("it adds or removes the whole request");
    if (!isHolder(holder)) throw missing(names);
    if (depth === last) return edit(holder, name);
    return withChild(holder, name, descend(childOf(holder, names, depth), depth + 1));
  };
  return descend(value, 0);
}

function isHolder(value: JsonValue): value is Holder {
  return typeof value === "object" && value !== null;
}

function childOf(holder: JsonValue, names: Names, depth: number): JsonValue {
  const child = isHolder(holder) ? ownChild(holder, names[depth] ?? "") : undefined;
  if (child === undefined) throw missing(names.slice(0, depth + 1));
  return child;
}

function ownChild(holder: Holder, name: string): JsonValue | undefined {
  if (!Array.isArray(holder)) return Object.hasOwn(holder, name) ? (holder as JsonObject)[name] : undefined;
  const index = indexOf(name);
  return index === null ? undefined : holder[index];
}

/** By an own member, whatever its name is: `__proto__` too. */
function withChild(holder: Holder, name: string, child: JsonValue): JsonValue {
  return Array.isArray(holder) ? holder.with(Number(name), child) : { ...holder, [name]: child };
}

function indexOf(name: string): number | null {
  return /^(?:0|[1-9]\d{0,8})$/.test(name) ? Number(name) : null;
}

function missing(names: Names): PatchRefusal {
  return new PatchRefusal(`there is nothing at ${shown(names)}, so the patch is for another request`);
}

function shown(names: Names): string {
  return quotedName(pointerTo(names));
}
