import { basename } from "node:path";
import { isJsonObject } from "../../chat/json.js";
import { parseYamlFile } from "../../source/yaml.js";

/** The kinds of files that `validate` checks. */
export type FileKind = "scenario" | "models" | "known" | "profile" | "battery" | "router" | "training" | "fixture";

/** The name of each kind in messages, and the top-level keys that no other kind has. */
export const fileKinds: { readonly [Kind in FileKind]: { readonly title: string; readonly keys: readonly string[] } } =
  {
    scenario: {
      title: "a scenario",
      keys: ["id", "version", "tags", "needs", "settings", "replay", "system", "tools", "history", "steps"],
    },
    models: { title: "models and suites (models.yaml)", keys: ["defaults", "suites", "providers"] },
    known: { title: "known divergences (known.yaml)", keys: ["known"] },
    profile: { title: "a profile of the simulator", keys: ["name", "sources", "otherwise"] },
    battery: { title: "a battery of one-word questions", keys: ["battery", "edition", "basis", "prompts"] },
    router: { title: "a router's file", keys: ["serve", "router", "llms", "api_keys", "compatibility", "reliability"] },
    training: { title: "a training file", keys: ["data_path", "model_path", "hparam", "metric", "embedding"] },
    fixture: { title: "a fixture", keys: ["log"] },
  };

/** Files of this program that `validate` does not check, by keys that they all have, and what reads them. */
const otherFiles: readonly { readonly keys: readonly string[]; readonly is: string }[] = [
  { keys: ["schemaVersion", "cells"], is: "holds results that this program wrote; there is nothing to check" },
  { keys: ["formatVersion", "trained"], is: "holds a trained router; llm-parity infer reads it" },
  { keys: ["openapi"], is: "is an OpenAPI description, which this program does not read" },
];

/** What is said of an object without a key of any kind. */
export const noKind = "is none of the files that this program reads: no top-level key belongs to one";

/** What the name of a file says of its kind; null: nothing. */
export function kindByName(file: string): FileKind | null {
  if (file.endsWith(".har")) return "fixture";
  if (/[/\\]profiles[/\\]/.test(file)) return "profile";
  if (/[/\\]identity[/\\]/.test(file)) return "battery";
  if (/^models\.ya?ml$/.test(basename(file))) return "models";
  if (/^known\.ya?ml$/.test(basename(file))) return "known";
  if (/(?:^|[.-])router\.ya?ml$/.test(basename(file))) return "router";
  return null;
}

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

const kindNames = ["scenario", "models", "known", "profile", "battery", "router", "training", "fixture"] as const;
