import type { Argument, Option } from "commander";
import { reproCases } from "../../cause/repro/repro-cases.js";
import { listings } from "../../check/listings.js";

/** Ids that only the files of the moment know: `llm-parity __complete KIND` prints them. */
export const idKinds = [
  "targets",
  "models",
  "providers",
  "apis",
  "suites",
  "scenarios",
  "cells",
  "runs",
  "nights",
  "sides",
  "profiles",
] as const;
export type IdKind = (typeof idKinds)[number];

/** What may stand in a place. `text`: nothing that could be listed. */
export type Values =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "ids"; readonly of: IdKind }
  | { readonly kind: "files" }
  | { readonly kind: "folders" }
  | { readonly kind: "text" };

const text: Values = { kind: "text" };
const ids = (of: IdKind): Values => ({ kind: "ids", of });

/** By the word between the angle brackets: `--run <run>`, `explain <cell>`. */
const byPlaceholder: { readonly [placeholder: string]: Values } = {
  cell: ids("cells"),
  run: ids("runs"),
  runs: ids("runs"),
  night: ids("nights"),
  // `diff <before> <after>`: each a run, a night or the baseline.
  before: ids("sides"),
  after: ids("sides"),
  target: ids("targets"),
  file: { kind: "files" },
  files: { kind: "files" },
  paths: { kind: "files" },
  fixture: { kind: "files" },
  folder: { kind: "folders" },
  bundle: { kind: "folders" },
  experiment: { kind: "folders" },
};

/** Options whose placeholder (`<id>`, `<name>`) says too little. */
const byOption: { readonly [long: string]: Values } = {
  "--target": ids("targets"),
  "--model": ids("models"),
  "--provider": ids("providers"),
  "--api": ids("apis"),
  "--suite": ids("suites"),
  "--scenario": ids("scenarios"),
  "--profile": ids("profiles"),
};

/** Arguments whose help lists what they take. */
const byArgument: { readonly [name: string]: Values } = {
  case: { kind: "words", words: reproCases.map(({ name }) => name) },
};

export function optionValues({ argChoices, long, flags }: Option): Values {
  if (argChoices !== undefined) return { kind: "words", words: argChoices };
  const placeholder = /[<[]([a-z-]+)/.exec(flags)?.[1] ?? "";
  return byOption[long ?? ""] ?? byPlaceholder[placeholder] ?? text;
}

export function argumentValues(argument: Argument): Values {
  if (argument.argChoices !== undefined) return { kind: "words", words: argument.argChoices };
  const name = argument.name();
  // `list [what]` takes names of lists; `judge <what...>` takes recordings.
  if (name === "what") return argument.variadic ? { kind: "files" } : { kind: "words", words: listings };
  return byArgument[name] ?? byPlaceholder[name] ?? text;
}
