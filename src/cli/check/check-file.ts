import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { isJsonObject } from "../../chat/json.js";
import { refuseBrokenPatches } from "../../library/refuse-broken-patches.js";
import { loadSiteFile } from "../../library/site/load-site-file.js";
import { UsageError } from "../../library/usage-error.js";
import { loadRouter } from "../../router/config/load-router.js";
import { loadBattery } from "../../scenario/battery/load-battery.js";
import { readScenarios } from "../../scenario/compiled/read-scenarios.js";
import { loadKnown } from "../../scenario/load-known.js";
import { loadScenarioFile } from "../../scenario/load-scenarios.js";
import type { Scenario } from "../../scenario/scenario.js";
import { loadProfile } from "../../simulator/load-profiles.js";
import { failWith } from "../../source/fail-with.js";
import { SourceError } from "../../source/source-error.js";
import { parseYamlFile } from "../../source/yaml.js";
import { allClaims } from "../../verdict/effects/all-claims.js";
import { compareExamples, judgeExamples } from "../../verdict/judge-examples.js";
import { findingIds } from "../../verdict/verdict.js";
import { readHar } from "../../wire/har/har.js";
import { type FileKind, kindByName } from "./file-kind.js";
import { modelsFor } from "./models-for.js";
import type { Surroundings } from "./surroundings.js";

/** Reads a file as a run would read this kind. Throws an error with every mistake. */
export async function checkFile(file: string, kind: FileKind, around: Surroundings): Promise<void> {
  switch (kind) {
    case "models":
      await around.catalogOf(file);
      return;
    case "known":
      await checkKnown(file, around);
      return;
    case "profile":
      loadProfile(file);
      return;
    case "battery":
      loadBattery(file);
      return;
    case "router":
      loadRouter(file, { catalog: await around.catalogOf(modelsFor(file, around)), environment: process.env });
      return;
    case "training":
      (await import("./check-training.js")).checkTraining(file);
      return;
    case "site":
      loadSiteFile(file, null);
      return;
    case "fixture":
      checkFixture(file);
      return;
    case "scenario":
      await checkScenario(file, around);
      return;
  }
}

async function checkKnown(file: string, around: Surroundings): Promise<void> {
  const models = modelsFor(file, around);
  const folder = around.typed.scenarios ?? (hasScenarios(dirname(file)) ? dirname(file) : around.options.scenarios);
  const catalog = await unlessChecked(models, around, () => around.catalogOf(models));
  const scenarios = await unlessChecked(folder, around, () => readScenarios(folder));
  loadKnown(file, {
    ...(catalog === null ? {} : { catalog }),
    ...(scenarios === null ? {} : { scenarios }),
    findings: findingIds,
    checks: allClaims.map(({ id }) => id),
  });
}

/** True for a folder with models.yaml and a scenario: what is beside it belongs to them. */
function hasScenarios(folder: string): boolean {
  if (!existsSync(join(folder, "models.yaml"))) return false;
  return readdirSync(folder).some((name) => /\.ya?ml$/.test(name) && kindByName(name) === null);
}

/** What `read` reads; null where it has mistakes that are reported for the path itself. */
async function unlessChecked<Value>(
  path: string,
  { isChecked }: Surroundings,
  read: () => Promise<Value>,
): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SourceError && isChecked(path)) return null;
    throw error;
  }
}

/** A scenario whose own example fails its checks would judge every good model as bad, and one whose patch fits no body asks nothing. */
async function checkScenario(file: string, around: Surroundings): Promise<void> {
  const scenario = loadScenarioFile(file);
  checkExamples(scenario, file);
  checkComparedExamples(scenario, file);
  if (scenario.steps.every(({ change }) => change === null)) return;
  const models = modelsFor(file, around);
  const catalog = existsSync(models) ? await unlessChecked(models, around, () => around.catalogOf(models)) : null;
  if (catalog !== null) await refuseBrokenPatches([scenario], catalog.targets);
}

function checkExamples(scenario: Scenario, file: string): void {
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

/** A comparison that a good model could not pass calls every parameter ignored, or says nothing. */
function checkComparedExamples(scenario: Scenario, file: string): void {
  const mistakes = compareExamples(scenario);
  if (mistakes.length === 0) return;
  const document = parseYamlFile(file);
  throw failWith(
    mistakes.map(({ index, side, message }) => {
      const { line, column } = document.place(["compare", index, side]);
      return { file, line, column, message, hint: "correct the example, the measure or the effect" };
    }),
  );
}

/** Refuses what is not a plain file: reading a pipe would block, and a device has no end. */
function checkFixture(file: string): void {
  if (!statSync(file).isFile()) throw new UsageError(`${file}: is not a plain file`);
  const text = readFileSync(file, "utf8");
  try {
    readHar(text, file);
  } catch (error) {
    if (!isForeignHar(text)) throw error;
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}`, {
      hint: `it has no log._parity, so it is a recording of another tool: llm-parity judge ${file} reads it`,
    });
  }
}

function isForeignHar(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) && isJsonObject(value["log"]) && !("_parity" in value["log"]);
  } catch {
    return false;
  }
}
