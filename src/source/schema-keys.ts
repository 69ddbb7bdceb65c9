import { z } from "zod";
import type { SourcePath } from "./source-document.js";

/** The keys that a schema allows at `path`; empty where it allows any key, or where the path leaves the schema. */
export function knownKeysAt(schema: z.ZodType, path: SourcePath): readonly string[] {
  let reached = branchesOf(schema);
  for (const step of path) reached = reached.flatMap((one) => stepInto(one, step)).flatMap(branchesOf);
  return [...new Set(reached.flatMap((one) => (one instanceof z.ZodObject ? Object.keys(one.shape) : [])))];
}

function stepInto(schema: z.core.$ZodType, step: string | number): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) {
    const shape: { readonly [key: string]: z.core.$ZodType } = schema.shape;
    const member = shape[String(step)];
    return member === undefined ? [] : [member];
  }
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  if (schema instanceof z.ZodTuple && typeof step === "number") return schema.def.items.slice(step, step + 1);
  return [];
}

/** A schema without its wrappers; every branch of a union. */
function branchesOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(branchesOf);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return branchesOf(schema.unwrap());
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodReadonly) {
    return branchesOf(schema.def.innerType);
  }
  if (schema instanceof z.ZodPipe) return branchesOf(schema.def.in);
  if (schema instanceof z.ZodLazy) return branchesOf(schema.def.getter());
  return [schema];
}
