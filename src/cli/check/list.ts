import { type Choice, type ChoiceOptions, choose, chooseAll, type FileOptions } from "../../library/choose.js";
import { standingOfCheck, standingOfScenario } from "../../library/editions/standing-of.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { UsageError } from "../../library/usage-error.js";
import { plainTable } from "../../report/terminal/plain-table.js";
import type { Screen } from "../../report/terminal/screen.js";
import { servedRoutes } from "../../scenario/routes/routes.js";
import { log, print, sanitise } from "../shell/print.js";
import { screenOf } from "../shell/screen.js";
import { hasWidth } from "../shell/width.js";
import { listings } from "./listings.js";

export type ListOptions = FileOptions & ChoiceOptions & { readonly json?: true };

/** `of`: how many there are without a suite and without options; absent: all are listed. */
type Listing = {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly data: unknown;
  readonly of?: number;
};

const makers: { readonly [what in (typeof listings)[number]]: (choice: Choice) => Listing | Promise<Listing> } = {
  scenarios: listScenarios,
  models: listModels,
  targets: listTargets,
  suites: listSuites,
  checks: listChecks,
  strategies: listStrategies,
  reporters: listReporters,
};

/** `llm-parity list [scenarios|models|targets|suites|checks|strategies|reporters]`. */
export async function list(what: string, options: ListOptions): Promise<ExitCode> {
  const named = listings.find((one) => one === what);
  if (named === undefined) {
    throw new UsageError(`there is nothing called "${what}" to list`, { hint: `Use one of: ${listings.join(", ")}.` });
  }
  const choice = await (options.suite === "all" ? chooseAll(options) : choose(options, "replay"));
  const { head, rows, data, of } = await makers[named](choice);
  if (options.json === true) print(JSON.stringify({ schemaVersion: 1, [what]: data }, null, 2));
  else print(plainTable({ head, rows: rows.map((row) => row.map(sanitise)) }, await screenFor(what)));
  if (options.json !== true && of !== undefined && rows.length < of)
    log(shownText(what, rows.length, { of, choice, options }));
  return exitCodes.fine;
}

/** Without a width that is known, a row is one line, but for the long sentences about checks. */
async function screenFor(what: string): Promise<Screen> {
  const screen = await screenOf();
  return what === "checks" || hasWidth(process.stdout, process.env)
    ? screen
    : { ...screen, width: Number.POSITIVE_INFINITY };
}

/** Says that more exists than was listed, and how to list it. */
function shownText(
  what: string,
  shown: number,
  { of, choice, options }: { readonly of: number; readonly choice: Choice; readonly options: ListOptions },
): string {
  const typed = (["model", "provider", "api", "target", "scenario"] as const).filter((name) => options[name]);
  const by = typed.map((name) => `--${name}`).join(" and ");
  const suite = options.suite === "all" ? "" : ` of the suite ${choice.suite.name}`;
  const others = choice.catalog.suites.map(({ name }) => name).filter((name) => name !== choice.suite.name);
  const more = options.suite === "all" ? "" : `; --suite all lists every one (other suites: ${others.join(", ")})`;
  return `${shown} of ${of} ${what}: those${suite}${by === "" ? "" : ` chosen by ${by}`}${more}`;
}

function listScenarios({ scenarios, shelf }: Choice): Listing {
  const data = scenarios.map((scenario) => {
    const { id, version, title, tags, needs, steps } = scenario;
    return { id, version, title, tags, needs, steps: steps.length, ...standingOfScenario(scenario) };
  });
  const rows = data.map(({ id, title, tags, steps }) => [id, title, String(steps), tags.join(" ")]);
  return { head: ["scenario", "title", "steps", "tags"], rows, data, of: shelf.ids.length };
}

function listModels({ catalog, targets }: Choice): Listing {
  const data = catalog.models
    .filter(({ name }) => targets.some(({ model }) => model === name))
    .map((model) => ({ ...model, routes: servedRoutes(catalog.targets.filter((one) => one.model === model.name)) }));
  const rows = data.map(({ name, title, vendor, retired, successor, routes, refuses }) => [
    name,
    title,
    vendor,
    routesText(routes.length, refuses.length),
    retired === null ? "" : `retired ${retired}${successor === null ? "" : `, use ${successor}`}`,
  ]);
  return { head: ["model", "title", "vendor", "routes", "status"], rows, data, of: catalog.models.length };
}

/** `13, 2 refused` */
function routesText(served: number, refused: number): string {
  return `${served}${refused === 0 ? "" : `, ${refused} refused`}`;
}

function listTargets({ targets, catalog }: Choice): Listing {
  const rows = targets.map(({ id, providerModelId, region, upstreamPin }) => [
    id,
    providerModelId,
    region ?? "",
    upstreamPin ?? "",
  ]);
  return {
    head: ["target", "provider's model id", "region", "pinned to"],
    rows,
    data: targets,
    of: catalog.targets.length,
  };
}

function listSuites({ catalog }: Choice): Listing {
  const rows = catalog.suites.map(({ name, title, live, models, targets }) => [
    name,
    title,
    live ? "replay, live" : "replay only",
    String(models.length),
    String(targets.length),
  ]);
  return { head: ["suite", "title", "for", "models", "targets"], rows, data: catalog.suites };
}

async function listChecks(): Promise<Listing> {
  const { allClaims } = await import("../../verdict/effects/all-claims.js");
  const data = allClaims.map(({ id, claim, rule }) => ({ id, claim, ...rule, ...standingOfCheck(id) }));
  const rows = data.map(({ id, claim, severity, layer, source, date, since, stability }) => [
    id,
    severity,
    layer,
    `${claim}\n  by ${source} (${date}); ${stability ?? "of no edition"}${since === null ? "" : ` since ${since}`}`,
  ]);
  return { head: ["check", "severity", "layer", "what a good reply shows"], rows, data };
}

/** Loads the router only where its strategies are asked for. */
async function listStrategies(): Promise<Listing> {
  const { strategies } = await import("../../router/choose/strategies/registry.js");
  const data = strategies.map(({ name, sentence, shape }) => ({ name, chooses: sentence, keys: Object.keys(shape) }));
  const rows = data.map(({ name, chooses, keys }) => [name, chooses, keys.join(", ")]);
  return { head: ["strategy", "chooses", "keys in the router section"], rows, data };
}

/** Loads the formats of reports only where they are asked for. */
async function listReporters(): Promise<Listing> {
  const { reporters } = await import("../../report/reporters/registry.js");
  const data = reporters.map(({ name, file, about }) => ({ name, file, about }));
  return {
    head: ["reporter", "file", "what it is"],
    rows: data.map(({ name, file, about }) => [name, file, about]),
    data,
  };
}
