import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { pointerTo } from "../../evidence/json-pointer.js";
import { quotedName } from "../../evidence/quoted-name.js";
import type { Unit, UnitPlace } from "./unit.js";

/** Keywords of JSON Schema whose value is a map of schemas by name. */
const maps = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]);
/** Keywords whose value is a schema. */
const schemas = new Set([
  ...["items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "propertyNames"],
  ...["contains", "not", "if", "then", "else", "additionalItems"],
]);
/** Keywords whose value is a list of schemas. */
const lists = new Set(["anyOf", "allOf", "oneOf", "prefixItems", "items"]);
/** Keywords whose value is a list of plain values, each of which can go. */
const valueLists = new Set(["enum", "type"]);

/**
 * The keywords of a JSON Schema at every depth, its named properties and definitions, and the items of its lists. The outermost
 * `type` stays: services refuse a tool without it. `of`: whose schema it is.
 */
export function schemaUnits(schema: JsonObject, place: UnitPlace, of: string): readonly Unit[] {
  return keywordUnits(schema, place, of).filter(({ takes }) => !takes.some(isRootType));

  function isRootType(pointer: string): boolean {
    return pointer === `${place.pointer}/type` || pointer.startsWith(`${place.pointer}/type/`);
  }
}

/** True where every `$ref` inside the schema that led somewhere in the whole schema still leads there. */
export function keepsReferences(before: JsonObject, after: JsonObject): boolean {
  return referencesIn(after).every((reference) => !leads(before, reference) || leads(after, reference));
}

function keywordUnits(schema: JsonObject, place: UnitPlace, of: string): readonly Unit[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const says = `the keyword ${quotedName(keyword)} of ${of}`;
    const unit = unitAt(place, keyword, says);
    const inside = { ...place, pointer: unit.id, parent: unit.id };
    return [unit, ...unitsInside(keyword, value, { place: inside, says, of })];
  });
}

type Around = { readonly place: UnitPlace; readonly says: string; readonly of: string };

function unitsInside(keyword: string, value: JsonValue, { place, says, of }: Around): readonly Unit[] {
  if (maps.has(keyword) && isJsonObject(value)) {
    return Object.entries(value).flatMap(([name, child]) => {
      const named = `${keyword === "properties" ? "the property" : "the schema"} ${quotedName(name)} of ${of}`;
      return schemaUnit(child, unitAt(place, name, named), place);
    });
  }
  if (schemas.has(keyword) && isJsonObject(value)) return keywordUnits(value, place, says);
  if (!Array.isArray(value) || !(lists.has(keyword) || valueLists.has(keyword))) return [];
  return value.flatMap((item: JsonValue, index) => {
    const unit = unitAt(place, String(index), `item ${index + 1} of ${says}`);
    if (value.length > 1) return lists.has(keyword) ? schemaUnit(item, unit, place) : [unit];
    return lists.has(keyword) && isJsonObject(item)
      ? keywordUnits(item, { ...place, pointer: unit.id }, unit.says)
      : [];
  });
}

function schemaUnit(schema: JsonValue, unit: Unit, place: UnitPlace): readonly Unit[] {
  if (!isJsonObject(schema)) return [unit];
  return [unit, ...keywordUnits(schema, { ...place, pointer: unit.id, parent: unit.id }, unit.says)];
}

function unitAt({ pointer, parent, group }: UnitPlace, name: string, says: string): Unit {
  const id = pointer + pointerTo([name]);
  return { id, group, says, parent, takes: [id] };
}

function referencesIn(value: JsonValue): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => referencesIn(item));
  if (!isJsonObject(value)) return [];
  const own = value["$ref"];
  return [...(typeof own === "string" ? [own] : []), ...Object.values(value).flatMap(referencesIn)];
}

function leads(schema: JsonObject, reference: string): boolean {
  if (!reference.startsWith("#/")) return true;
  const names = reference.slice(2).split("/");
  let at: JsonValue | undefined = schema;
  for (const name of names.map((one) => one.replaceAll("~1", "/").replaceAll("~0", "~"))) {
    if (Array.isArray(at)) at = at[Number(name)];
    else at = isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  }
  return at !== undefined;
}
