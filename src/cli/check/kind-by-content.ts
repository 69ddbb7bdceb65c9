import { isJsonObject } from "../../chat/json.js";
import { parseYamlFile } from "../../source/yaml.js";
import { type FileKind, fileKinds, noKind } from "./file-kind.js";

/** Files of this program that `validate` does not check, by keys that they all have, and what reads them. */
const otherFiles: readonly { readonly keys: readonly string[]; readonly is: string }[] = [
  { keys: ["schemaVersion", "cells"], is: "holds results that this program wrote; there is nothing to check" },
  { keys: ["formatVersion", "trained"], is: "holds a trained router; llm-parity infer reads it" },
  { keys: ["openapi"], is: "is an OpenAPI description, which this program does not read" },
];

/**
 * What the content of a file looks like. `kind` null: `other` says what it is, or that it has no key of any kind.
 * Null for a file that cannot be read, is no YAML, or is no object: reading it as a kind says what is wrong.
 */
export function kindByContent(file: string): { readonly kind: FileKind | null; readonly other: string } | null {
  if (/\.(jsonl|csv)$/.test(file))
    return { kind: null, other: "holds rows of a data set or of training data; run --dataset and train read them" };
  const value = readValue(file);
  if (!isJsonObject(value)) return null;
  const keys = Object.keys(value);
  const other = otherFiles.find((one) => one.keys.every((key) => keys.includes(key)));
  if (other !== undefined) return { kind: null, other: other.is };
  const counts = kindNames.map((kind) => ({
    kind,
    n: fileKinds[kind].keys.filter((key) => keys.includes(key)).length,
  }));
  const best = counts.reduce((most, one) => (one.n > most.n ? one : most));
  if (best.n > 0) return { kind: best.kind, other: "" };
  // Models alone stand in three kinds of files: a list is a profile's, offers are models.yaml's.
  const { models } = value;
  if (Array.isArray(models)) return { kind: "profile", other: "" };
  if (isJsonObject(models))
    return { kind: JSON.stringify(models).includes('"offers"') ? "models" : "router", other: "" };
  return { kind: null, other: noKind };
}

/** True when a top-level key of the file belongs to this kind, so that its own mistakes say more than what it looks like. */
export function hasKeyOf(kind: FileKind, file: string): boolean {
  const value = readValue(file);
  return isJsonObject(value) && fileKinds[kind].keys.some((key) => key in value);
}

function readValue(file: string): unknown {
  try {
    return parseYamlFile(file).value;
  } catch {
    return null;
  }
}

const kindNames = [
  "scenario",
  "models",
  "known",
  "profile",
  "battery",
  "router",
  "training",
  "site",
  "fixture",
] as const;
