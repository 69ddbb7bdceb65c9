import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { FileOptions } from "../../library/choose.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import { loadRouter } from "../../router/config/load-router.js";
import { loadKnown } from "../../scenario/load-known.js";
import { loadModels } from "../../scenario/load-models.js";
import { loadScenarioFile } from "../../scenario/load-scenarios.js";
import { loadProfile } from "../../simulator/load-profiles.js";
import { failWith } from "../../source/validate.js";
import { parseYamlFile } from "../../source/yaml.js";
import { judgeExamples } from "../../verdict/judge-examples.js";
import { readHar } from "../../wire/har/har.js";
import { print, sanitise } from "../shell/print.js";
import { shippedModels } from "../shell/shared-options.js";

export type ValidateOptions = FileOptions & { readonly json?: true };

type Checked = { readonly file: string; readonly kind: string; readonly mistake: string | null };

/** `llm-parity validate`: reads every file as a run would, and reports every mistake with its place. */
export async function validateFiles(files: readonly string[], options: ValidateOptions): Promise<ExitCode> {
  const checked = (files.length === 0 ? allFiles(options) : files.flatMap(listFiles)).map(checkFile);
  const mistakes = checked.filter(({ mistake }) => mistake !== null);
  if (options.json === true) print(JSON.stringify({ schemaVersion: 1, files: checked }, null, 2));
  else print(formatReport(checked, mistakes));
  return mistakes.length === 0 ? exitCodes.fine : exitCodes.usage;
}

function allFiles(options: ValidateOptions): readonly string[] {
  return [options.scenarios, options.fixtures, options.models, options.known].flatMap(listFiles).filter(isFirst);
}

function isFirst(file: string, index: number, files: readonly string[]): boolean {
  return files.indexOf(file) === index;
}

function listFiles(path: string): readonly string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new UsageError(`${path}: there is no such file or folder`);
  if (!stat.isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ya?ml|har)$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

function checkFile(file: string): Checked {
  const kind = kindOf(file);
  try {
    checks[kind](file);
    return { file: formatPath(file), kind, mistake: null };
  } catch (error) {
    const hint = error instanceof Error && "hint" in error && error.hint ? `\n  → ${String(error.hint)}` : "";
    return {
      file: formatPath(file),
      kind,
      mistake: `${error instanceof Error ? error.message : String(error)}${hint}`,
    };
  }
}

const checks = {
  models: (file: string) => loadModels(file),
  known: (file: string) => loadKnown(file),
  fixture: checkFixture,
  profile: (file: string) => loadProfile(file),
  router: (file: string) => loadRouter(file, { catalog: loadModels(shippedModels()), environment: process.env }),
  scenario: checkScenarioFile,
};

/** A scenario whose own example fails its checks would judge every good model as bad. */
function checkScenarioFile(file: string): void {
  const scenario = loadScenarioFile(file);
  const findings = judgeExamples(scenario).filter(({ severity }) => severity === "bad");
  if (findings.length === 0) return;
  const document = parseYamlFile(file);
  throw failWith(
    findings.map(({ id, cause, step, seen }) => {
      const index = scenario.steps.findIndex((one) => one.id === step);
      const { line, column } = document.place(index === -1 ? ["steps"] : ["steps", index, "example"]);
      const name = cause === null ? id : `${id} (${cause})`;
      const message = `the example of step "${step ?? "?"}" does not meet its own expectations: ${name}: ${seen}`;
      return { file, line, column, message, hint: "correct the example, or what the step expects" };
    }),
  );
}

/** Refuses what is not a plain file: reading a pipe would block, and a device has no end. */
function checkFixture(file: string): void {
  if (!statSync(file).isFile()) throw new UsageError(`${file}: is not a plain file`);
  readHar(readFileSync(file, "utf8"), file);
}

function kindOf(file: string): keyof typeof checks {
  if (file.endsWith(".har")) return "fixture";
  if (/[/\\]profiles[/\\]/.test(file)) return "profile";
  if (/^models\.ya?ml$/.test(basename(file))) return "models";
  if (/^known\.ya?ml$/.test(basename(file))) return "known";
  if (/(?:^|[.-])router\.ya?ml$/.test(basename(file))) return "router";
  return "scenario";
}

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
