import { groupBy } from "../../../chat/group-by.js";
import { isJsonObject, type JsonValue } from "../../../chat/json.js";

/**
 * JSON values of which much repeats, as columns: each different value once, and its members in columns of their own, down to single
 * words and numbers. `at`: for each value its place among the different ones; a number instead: so many values, which are all
 * different or all the same. `of`: the different values, those of one form together.
 */
export type Packed = { readonly at: readonly number[] | number; readonly of: readonly Form[] };

type Form =
  | { readonly plain: readonly JsonValue[] }
  | { readonly lengths: Packed; readonly items: Packed }
  | { readonly names: readonly string[]; readonly columns: readonly Packed[] };

/** Packs values, of each its JSON. */
export function packJson(texts: readonly string[]): Packed {
  const unique = [...new Set(texts)].map((text): One => ({ text, value: JSON.parse(text) }));
  const forms = [...groupBy(unique, ({ value }) => formName(value)).values()];
  const places = new Map(forms.flat().map(({ text }, place) => [text, place]));
  const isPlain = unique.length === 1 || (unique.length === texts.length && forms.length === 1);
  return {
    at: isPlain ? texts.length : texts.map((text) => places.get(text) ?? 0),
    of: forms.map((form) => formOf(form.map(({ value }) => value))),
  };
}

/** The JSON of the value at a place; `null` beyond the last one. */
export function jsonAt({ at, of }: Packed, place: number): string {
  const isSame = typeof at === "number" && of.reduce((sum, form) => sum + sizeOf(form), 0) === 1;
  let rest = isSame ? 0 : typeof at === "number" ? place : (at[place] ?? -1);
  for (const form of of) {
    const size = sizeOf(form);
    if (rest < size) return rest < 0 ? "null" : formAt(form, rest);
    rest -= size;
  }
  return "null";
}

type One = { readonly text: string; readonly value: JsonValue };

/** Values of one form have the same name: lists, objects of the same members, and all others. */
function formName(value: JsonValue): string {
  if (Array.isArray(value)) return "list";
  return isJsonObject(value) && Object.keys(value).length > 0 ? JSON.stringify(Object.keys(value)) : "plain";
}

function formOf(values: readonly JsonValue[]): Form {
  const [first] = values;
  if (values.every((value) => Array.isArray(value))) {
    return {
      lengths: packJson(values.map(({ length }) => String(length))),
      items: packJson(values.flat(1).map((item) => JSON.stringify(item))),
    };
  }
  if (isJsonObject(first) && Object.keys(first).length > 0) {
    const names = Object.keys(first);
    const objects = values.filter(isJsonObject);
    return {
      names,
      columns: names.map((name) => packJson(objects.map((one) => JSON.stringify(one[name])))),
    };
  }
  return { plain: values };
}

function formAt(form: Form, place: number): string {
  if ("plain" in form) return JSON.stringify(form.plain[place] ?? null);
  if ("names" in form) {
    return `{${form.names.map((name, at) => `${JSON.stringify(name)}:${jsonIn(form.columns[at], place)}`).join(",")}}`;
  }
  let from = 0;
  for (let before = 0; before < place; before += 1) from += Number(jsonAt(form.lengths, before));
  const items = Array.from({ length: Number(jsonAt(form.lengths, place)) }, (_, at) => jsonAt(form.items, from + at));
  return `[${items.join(",")}]`;
}

function jsonIn(column: Packed | undefined, place: number): string {
  return column === undefined ? "null" : jsonAt(column, place);
}

function sizeOf(form: Form): number {
  if ("plain" in form) return form.plain.length;
  const first = "names" in form ? form.columns[0] : form.lengths;
  return first === undefined ? 0 : typeof first.at === "number" ? first.at : first.at.length;
}
