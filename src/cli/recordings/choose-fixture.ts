import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { type Choice, type ChoiceOptions, choose, type FileOptions } from "../../library/choose.js";
import { formatPath } from "../../library/format-path.js";
import type { AskOptions } from "../../library/suite/ask-services.js";
import { UsageError } from "../../library/usage-error.js";
import { fixturePath } from "../../runner/store/fixture-path.js";
import { nearest, suggestion } from "../../source/suggest.js";
import { type HarFile, readHar } from "../../wire/har/har.js";

/** The one case whose fixture is recorded again, and how it was recorded last time. */
export type ChosenFixture = Pick<AskOptions, "trials" | "client"> & { readonly choice: Choice };

/** Which options were given on the command line; for the others, a fixture that is recorded again keeps its own values. */
export type GivenOptions = { readonly trials: boolean; readonly client: boolean };

/** `update`: a fixture by path or by case; true: the one case that the other options choose. */
type UpdateOptions = FileOptions &
  ChoiceOptions &
  Pick<AskOptions, "trials" | "client"> & { readonly update: string | true };

/**
 * Finds the fixture that `--update` names: a path (from the working directory or the fixtures folder, with or without
 * its extension), a case as `<target>/<scenario>`, or the one case that the other options choose.
 * Rejects with UsageError and the likely intended name, and with HarError for a fixture that cannot be read.
 */
export async function chooseFixture(options: UpdateOptions, given: GivenOptions): Promise<ChosenFixture> {
  const file = options.update === true ? null : findFile(options.update, options.fixtures);
  const choice = await (file === null ? chooseCase(options) : chooseRecorded(file, options));
  const fixture = readHar(readFileSync(fileOf(choice, options), "utf8"), formatPath(fileOf(choice, options)));
  return {
    choice,
    trials: given.trials ? options.trials : Math.max(1, trialsOf(fixture)),
    client: given.client ? options.client : (fixture.entries[0]?.client ?? options.client),
  };
}

function trialsOf({ entries }: HarFile): number {
  return new Set(entries.map(({ trial }) => trial)).size;
}

function findFile(name: string, folder: string): string | null {
  const places = [name, `${name}.har`, join(folder, name), join(folder, `${name}.har`)];
  return places.find((path) => path.endsWith(".har") && isFile(path)) ?? null;
}

/** A fixture names its own case; it must lie where that case is replayed from. */
async function chooseRecorded(file: string, options: UpdateOptions): Promise<Choice> {
  const { meta } = readHar(readFileSync(file, "utf8"), formatPath(file));
  const choice = await choose({ ...options, target: [meta.target], scenario: [meta.scenario] }, "live");
  const own = pathOf(choice, options);
  if (resolve(own) === resolve(file)) return choice;
  throw new UsageError(`${formatPath(file)} is not where its case is recorded: that is ${formatPath(own)}`, {
    hint: "Name a fixture of the folder given with --fixtures.",
  });
}

async function chooseCase(options: UpdateOptions): Promise<Choice> {
  if (options.update === true) return choose(options, "live");
  const [, target, scenario] = /^(.+)[/ ]([^/ ]+)$/.exec(options.update) ?? [];
  const known = readKnownFixtures(options.fixtures);
  if (target === undefined || scenario === undefined || !(known.isCase(options.update) || target.includes(":"))) {
    throw unknownFixtureError(options.update, options.fixtures, known.names);
  }
  return choose({ ...options, target: [target], scenario: [scenario] }, "live");
}

function pathOf(choice: Choice, { fixtures }: UpdateOptions): string {
  const [target, ...otherTargets] = choice.targets;
  const [scenario, ...otherScenarios] = choice.scenarios;
  if (target === undefined || scenario === undefined || otherTargets.length + otherScenarios.length > 0) {
    const count = choice.targets.length * choice.scenarios.length;
    throw new UsageError(`--update records one fixture again, but ${count} cases are chosen`, {
      hint: "Name the fixture, or choose with --target and --scenario; without --update all of them are recorded.",
    });
  }
  return fixturePath(fixtures, target, scenario.id);
}

function fileOf(choice: Choice, options: UpdateOptions): string {
  const file = pathOf(choice, options);
  if (isFile(file)) return file;
  throw new UsageError(`there is no ${formatPath(file)} to record again`, { hint: "Leave out --update to record it." });
}

type KnownFixtures = { readonly names: readonly string[]; readonly isCase: (name: string) => boolean };

function readKnownFixtures(folder: string): KnownFixtures {
  const files = listFixtures(folder);
  const cases = files.flatMap((file) => caseOf(join(folder, file)) ?? []);
  const withSpace = new Set(cases.flatMap((name) => [name, name.replace(/\/([^/]*)$/, " $1")]));
  const names = [...files, ...files.map((file) => formatPath(join(folder, file))), ...withSpace];
  return { names, isCase: (name) => withSpace.has(name) };
}

function unknownFixtureError(name: string, folder: string, names: readonly string[]): UsageError {
  const wanted = name.startsWith("/") ? relative(process.cwd(), name) : name;
  const meant = nearest(wanted, names) ?? nearest(`${wanted}.har`, names);
  const hint = meant === null ? suggestion(wanted, listFixtures(folder), "fixtures") : `did you mean "${meant}"?`;
  return new UsageError(`there is no fixture "${name}"`, { hint });
}

function listFixtures(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".har")).sort();
}

/** `<target>/<scenario>` of a fixture; null for a file that is not a fixture. */
function caseOf(file: string): string | null {
  try {
    const { meta } = readHar(readFileSync(file, "utf8"), file);
    return `${meta.target}/${meta.scenario}`;
  } catch {
    return null;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
