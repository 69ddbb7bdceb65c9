import { isJsonObject } from "../../chat/json.js";
import { HarError } from "./har-error.js";

/** A value of a recording with its place, which errors name. */
export type HarNode = { readonly file: string; readonly place: string; readonly value: unknown };

/** A node that is an object. */
export type HarObject = { readonly node: HarNode; readonly members: { readonly [name: string]: unknown } };

/** Throws a {@link HarError} at the node's place. */
export function refuse(node: HarNode, problem: string): never {
  throw new HarError(node.file, node.place, problem);
}

/** An object with all `required` members and no others than `required` and `optional`; `optional` null: any others. */
export function objectAt(node: HarNode, required: readonly string[], optional: readonly string[] | null): HarObject {
  const { value } = node;
  if (!isJsonObject(value)) refuse(node, `must be an object, is ${describeValue(value)}`);
  for (const name of required) {
    if (!Object.hasOwn(value, name)) refuse(node, `"${name}" is missing`);
  }
  if (optional !== null) {
    const unknown = Object.keys(value).find((name) => !required.includes(name) && !optional.includes(name));
    if (unknown !== undefined) refuse(node, `"${unknown}" is not a known member`);
  }
  return { node, members: value };
}

/** A member of an object. Its value is `undefined` when it is absent. */
export function memberOf({ node, members }: HarObject, name: string): HarNode {
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  return { file: node.file, place: `${node.place}.${name}`, value };
}

/** The entries of a list, each with its place. */
export function listAt(node: HarNode): readonly HarNode[] {
  if (!Array.isArray(node.value)) refuse(node, `must be a list, is ${describeValue(node.value)}`);
  return node.value.map((value: unknown, index) => ({ file: node.file, place: `${node.place}[${index}]`, value }));
}

/** A string. */
export function textAt(node: HarNode): string {
  return typeof node.value === "string" ? node.value : refuse(node, `must be text, is ${describeValue(node.value)}`);
}

/** One of the given words. */
export function oneOf<Word extends string>(node: HarNode, words: readonly Word[]): Word {
  const found = words.find((word) => word === node.value);
  return found ?? refuse(node, `must be one of ${words.join(", ")}, is ${describeValue(node.value)}`);
}

/** A whole number of at least `min`. */
export function countAt(node: HarNode, min: number): number {
  const { value } = node;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= min) return value;
  return refuse(node, `must be a whole number from ${min}, is ${describeValue(value)}`);
}

/** Milliseconds: a number of at least 0. */
export function millisecondsAt(node: HarNode): number {
  const { value } = node;
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  return refuse(node, `must be milliseconds from 0, is ${describeValue(value)}`);
}

/** null for a null node, else the result of `read`. */
export function orNull<T>(node: HarNode, read: (node: HarNode) => T): T | null {
  return node.value === null ? null : read(node);
}

/** A UTC time in the form of `Date.prototype.toISOString`, fractions optional. */
export function momentAt(node: HarNode): string {
  const text = textAt(node);
  const isForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/.test(text);
  if (!isForm || Number.isNaN(Date.parse(text))) refuse(node, `must be a UTC time such as 2026-02-10T12:00:00.000Z`);
  return text;
}

/** A name that is safe as a file name, such as `scenario` and `step`. */
export function plainNameAt(node: HarNode): string {
  const text = textAt(node);
  if (/^[A-Za-z0-9][A-Za-z0-9._@:+-]{0,199}$/.test(text) && !text.includes("..")) return text;
  return refuse(node, `${describeValue(text)} is not a plain name (letters, digits and . _ @ : + -)`);
}

/** A target's id: plain names separated by single slashes. */
export function targetNameAt(node: HarNode): string {
  const text = textAt(node);
  for (const part of text.split("/")) plainNameAt({ ...node, value: part });
  return text;
}

function describeValue(value: unknown): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
