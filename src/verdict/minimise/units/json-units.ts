import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { pointerTo } from "../../evidence/json-pointer.js";
import { quotedName } from "../../evidence/quoted-name.js";
import type { Unit, UnitPlace } from "./unit.js";

/** The members of a JSON value, and the items of its lists where they have several, at every depth. `of`: whose value it is. */
export function memberUnits(value: JsonValue, place: UnitPlace, of: string): readonly Unit[] {
  return childrenOf(value).flatMap(([name, child]) => {
    const pointer = place.pointer + pointerTo([name]);
    if (Array.isArray(value) && value.length === 1) return memberUnits(child, { ...place, pointer }, of);
    const says = `${Array.isArray(value) ? `item ${Number(name) + 1}` : `the member ${quotedName(name)}`} of ${of}`;
    const unit = { id: pointer, group: place.group, says, parent: place.parent, takes: [pointer] };
    return [unit, ...memberUnits(child, { ...place, pointer, parent: pointer }, says)];
  });
}

/**
 * The value without the members and items that are gone. A list that loses its last item goes itself (undefined). With
 * `isSchema`, a property that goes also leaves `required`.
 */
export function withoutMembers(value: JsonValue, pointer: string, removal: Removal): JsonValue | undefined {
  if (Array.isArray(value)) {
    const kept = value.flatMap((item: JsonValue, index) => {
      const at = `${pointer}/${index}`;
      const left = removal.gone.has(at) ? undefined : withoutMembers(item, at, removal);
      return left === undefined ? [] : [left];
    });
    return kept.length === 0 && value.length > 0 ? undefined : kept;
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, child]) => {
      const at = pointer + pointerTo([name]);
      if (removal.gone.has(at)) return [];
      const left =
        removal.isSchema && name === "required"
          ? requiredOf(value, pointer, removal.gone)
          : withoutMembers(child, at, removal);
      return left === undefined ? [] : [[name, left]];
    }),
  );
}

export type Removal = { readonly gone: ReadonlySet<string>; readonly isSchema: boolean };

function childrenOf(value: JsonValue): readonly (readonly [string, JsonValue])[] {
  if (Array.isArray(value)) return value.map((item: JsonValue, index) => [String(index), item] as const);
  return isJsonObject(value) ? Object.entries(value) : [];
}

function requiredOf({ required, properties }: JsonObject, pointer: string, gone: ReadonlySet<string>) {
  if (!Array.isArray(required) || !isJsonObject(properties)) return required;
  const map = `${pointer}/properties`;
  const isGone = (name: JsonValue) =>
    typeof name === "string" && Object.hasOwn(properties, name) && (gone.has(map) || gone.has(map + pointerTo([name])));
  const kept = required.filter((name: JsonValue) => !isGone(name));
  return kept.length === 0 && required.length > 0 ? undefined : kept;
}
