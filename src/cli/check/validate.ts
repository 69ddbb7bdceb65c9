import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { FileOptions } from "../../library/choose.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import { readModels } from "../../scenario/compiled/read-models.js";
import { compiledKind } from "../../source/compiled/from-compiled.js";
import { print, sanitise } from "../shell/print.js";
import { type FileKind, fileKinds, kindByName, noKind } from "./file-kind.js";
import { isKnownGood } from "./is-known-good.js";
import type { Surroundings } from "./surroundings.js";

/** `typed`: the files that were named by an option of the command line. */
export type ValidateOptions = FileOptions & { readonly typed: Partial<FileOptions>; readonly json?: true };

/** A file to check. `as`: the kind that an option or its folder gives it, and the words for that; null: name and content say. */
type Given = { readonly file: string; readonly as: { readonly kind: FileKind; readonly by: string } | null };

type Checked = { readonly file: string; readonly kind: string; readonly mistake: string | null };

/** `llm-parity validate`: reads every file as a run would, and reports every mistake with its place. */
export async function validateFiles(files: readonly string[], options: ValidateOptions): Promise<ExitCode> {
  const named = files.flatMap(listFiles).map((file) => ({ file, as: null }));
  const given = onceEach([...named, ...filesOf(files.length === 0 ? options : options.typed)]);
  const around: Surroundings = {
    options,
    typed: options.typed,
    compiledKindOf: onceForEach(compiledKind),
    catalogOf: onceForEach((file) => readModels(file)),
    isChecked: (path) => given.some(({ file }) => file === path || !relative(path, file).startsWith("..")),
  };
  const checked: Checked[] = [];
  for (const one of given) checked.push(await check(one, around));
  const mistakes = checked.filter(({ mistake }) => mistake !== null);
  if (options.json === true) print(JSON.stringify({ schemaVersion: 1, files: checked }, null, 2));
  else print(formatReport(checked, mistakes));
  return mistakes.length === 0 ? exitCodes.fine : exitCodes.usage;
}

/** Looks at a file once, for all that is checked against it. */
function onceForEach<Value>(read: (file: string) => Value): (file: string) => Value {
  const known = new Map<string, Value>();
  return (file) => {
    const made = known.get(file) ?? read(file);
    known.set(file, made);
    return made;
  };
}

/** The files of the options, each with the kind that its option gives it. */
function filesOf({ scenarios, fixtures, models, known }: Partial<FileOptions>): readonly Given[] {
  return [
    ...(scenarios === undefined ? [] : listFiles(scenarios).map((file) => inScenarios(file, scenarios))),
    ...(fixtures === undefined ? [] : listFiles(fixtures).map((file) => ({ file, as: null }))),
    ...(models === undefined ? [] : [{ file: present(models), as: { kind: "models", by: "--models" } as const }]),
    ...(known === undefined ? [] : [{ file: present(known), as: { kind: "known", by: "--known" } as const }]),
  ];
}

/** A run reads every YAML file of the folder itself as a scenario, except models.yaml and known.yaml. */
function inScenarios(file: string, folder: string): Given {
  const isScenario = !/[/\\]/.test(relative(folder, file)) && !/^(models|known)\.ya?ml$/.test(relative(folder, file));
  if (!isScenario || file.endsWith(".har")) return { file, as: null };
  return { file, as: { kind: "scenario", by: "its place among the scenarios" } };
}

/** Each file once; what an option says of its kind counts more than what its folder leaves open. */
function onceEach(given: readonly Given[]): readonly Given[] {
  const files = [...new Set(given.map(({ file }) => file))];
  return files.map((file) => given.find((one) => one.file === file && one.as !== null) ?? { file, as: null });
}

function present(path: string): string {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return path;
  throw new UsageError(`${path}: there is no such file or folder`);
}

function listFiles(path: string): readonly string[] {
  if (!statSync(present(path)).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ya?ml|har)$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

async function check({ file, as }: Given, around: Surroundings): Promise<Checked> {
  const byName = kindByName(file);
  const given = as ?? (byName === null ? null : { kind: byName, by: "its name" });
  const compiled = compiledKind(file);
  if (
    compiled !== null &&
    (given ?? { kind: compiled }).kind === compiled &&
    (await isKnownGood(file, compiled, around))
  )
    return { file: formatPath(file), kind: compiled, mistake: null };
  const contents = await import("./kind-by-content.js");
  // Reading a fixture says more than what it looks like, and takes long enough.
  const looks = given?.kind === "fixture" ? null : contents.kindByContent(file);
  const kind = given?.kind ?? looks?.kind ?? "scenario";
  const named = { file: formatPath(file), kind };
  const mismatch = mismatchOf({ file, given, looks }, contents.hasKeyOf);
  if (mismatch !== null) return { ...named, mistake: mismatch };
  try {
    const { checkFile } = await import("./check-file.js");
    await checkFile(file, kind, around);
    return { ...named, mistake: null };
  } catch (error) {
    const hint = error instanceof Error && "hint" in error && error.hint ? `\n  → ${String(error.hint)}` : "";
    return { ...named, mistake: `${error instanceof Error ? error.message : String(error)}${hint}` };
  }
}

type Contents = typeof import("./kind-by-content.js");
type Looks = ReturnType<Contents["kindByContent"]>;

/** What to say of a file that is not of the kind as which it was given; null: it is, or its own mistakes say more. */
function mismatchOf(
  { file, given, looks }: { readonly file: string; readonly given: Given["as"]; readonly looks: Looks },
  hasKeyOf: Contents["hasKeyOf"],
): string | null {
  if (looks === null || looks.kind === given?.kind) return null;
  if (looks.kind === null) {
    if (given === null) return `${file}: ${looks.other}\n  → validate checks: ${titles}`;
    return hasKeyOf(given.kind, file) || looks.other === noKind ? null : `${file}: ${looks.other}`;
  }
  if (given === null || hasKeyOf(given.kind, file)) return null;
  return [
    `${file}: looks like ${fileKinds[looks.kind].title}, and ${given.by} says ${fileKinds[given.kind].title}`,
    `  → ${given.by.startsWith("--") ? `check it with: llm-parity validate ${file}` : "rename it, or move it to where its kind is read"}`,
  ].join("\n");
}

const titles = Object.values(fileKinds)
  .map(({ title }) => title)
  .join(", ");

function formatReport(checked: readonly Checked[], mistakes: readonly Checked[]): string {
  const files = checked.length === 1 ? "file" : "files";
  if (mistakes.length === 0) return `${checked.length} ${files} ${checked.length === 1 ? "is" : "are"} valid.`;
  const lines = mistakes.map(({ mistake }) => sanitise(mistake ?? ""));
  return [
    ...lines,
    "",
    `${mistakes.length} of ${checked.length} ${files} ${checked.length === 1 ? "has" : "have"} mistakes.`,
  ].join("\n");
}
