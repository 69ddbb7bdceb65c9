import Table from "cli-table3";
import { type Choice, type ChoiceOptions, choose, type FileOptions } from "../../library/choose.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { UsageError } from "../../library/usage-error.js";
import { checks } from "../../verdict/checks/registry.js";
import { print, sanitise } from "../shell/print.js";

export type ListOptions = FileOptions & ChoiceOptions & { readonly json?: true };

type Listing = {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly data: unknown;
};

const listings: { readonly [what: string]: (choice: Choice) => Listing | Promise<Listing> } = {
  scenarios: listScenarios,
  models: listModels,
  targets: listTargets,
  suites: listSuites,
  checks: listChecks,
  strategies: listStrategies,
};

/** `llm-parity list [scenarios|models|targets|suites|checks|strategies]`. */
export async function list(what: string, options: ListOptions): Promise<ExitCode> {
  const make = Object.hasOwn(listings, what) ? listings[what] : undefined;
  if (make === undefined) {
    throw new UsageError(`there is nothing called "${what}" to list`, {
      hint: `Use one of: ${Object.keys(listings).join(", ")}.`,
    });
  }
  const { head, rows, data } = await make(choose(options, "replay"));
  if (options.json === true) print(JSON.stringify({ schemaVersion: 1, [what]: data }, null, 2));
  else print(formatTable(head, rows));
  return exitCodes.fine;
}

function listScenarios({ scenarios }: Choice): Listing {
  const data = scenarios.map(({ id, version, title, tags, needs, steps }) => ({
    id,
    version,
    title,
    tags,
    needs,
    steps: steps.length,
  }));
  const rows = data.map(({ id, title, tags, steps }) => [id, title, String(steps), tags.join(" ")]);
  return { head: ["scenario", "title", "steps", "tags"], rows, data };
}

function listModels({ catalog, suite }: Choice): Listing {
  const data = catalog.models.filter(({ name }) => suite.models.includes(name));
  const rows = data.map(({ name, title, vendor, retired, successor }) => [
    name,
    title,
    vendor,
    retired === null ? "" : `retired ${retired}${successor === null ? "" : `, use ${successor}`}`,
  ]);
  return { head: ["model", "title", "vendor", "status"], rows, data };
}

function listTargets({ targets }: Choice): Listing {
  const rows = targets.map(({ id, providerModelId, region, upstreamPin }) => [
    id,
    providerModelId,
    region ?? "",
    upstreamPin ?? "",
  ]);
  return { head: ["target", "provider's model id", "region", "pinned to"], rows, data: targets };
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

function listChecks(): Listing {
  const data = checks.map(({ id, claim, rule }) => ({ id, claim, ...rule }));
  const rows = data.map(({ id, claim, severity, source, date }) => [id, severity, claim, `${source} (${date})`]);
  return { head: ["check", "severity", "what a good reply shows", "source"], rows, data };
}

/** Loads the router only where its strategies are asked for. */
async function listStrategies(): Promise<Listing> {
  const { strategies } = await import("../../router/choose/strategies/registry.js");
  const data = strategies.map(({ name, sentence, shape }) => ({ name, chooses: sentence, keys: Object.keys(shape) }));
  const rows = data.map(({ name, chooses, keys }) => [name, chooses, keys.join(", ")]);
  return { head: ["strategy", "chooses", "keys in the router section"], rows, data };
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  for (const row of rows) table.push(row.map(sanitise));
  return table.toString();
}
