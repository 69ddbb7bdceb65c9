// Replays every scenario on six APIs, for one model and for several: cells a second, and how time and memory grow with cells.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { load } from "./load.mjs";
import { alternate, outputOf, root } from "./measure.mjs";

const cli = join(root, "dist/cli/main.js");
const sizes = [1, 2, 5, 10];
const rounds = 3;

/** A Markdown table. */
export async function fullSuiteTable() {
  const folder = mkdtempSync(join(tmpdir(), "llm-parity-suite-"));
  try {
    const fixtures = join(folder, "fixtures");
    await record(folder, fixtures);
    const commands = [];
    for (const client of ["http", "sdk"]) {
      for (const size of sizes) {
        const words = ["run", "--fixtures", fixtures, "--models", modelsFile(folder, size), "--suite", "bench"];
        const reports = join(folder, `reports-${client}-${size}`);
        const args = [
          cli,
          ...words,
          "--known",
          join(folder, "known.yaml"),
          "--reports",
          reports,
          "--client",
          client,
          "--exit-zero",
        ];
        const { cells } = JSON.parse(await outputOf({ name: `count ${size}`, args: [...args, "--json"] }));
        commands.push({ name: `${client}, ${size} × 6 columns`, args, client, cells: cells.length });
      }
    }
    const costs = await alternate(commands, rounds);
    const lines = [
      "| replay and report, client | cells | wall ms | cells/s | × one model's time | × its cells | peak MiB |",
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ];
    for (const { name, client, cells } of commands) {
      const first = commands.find((one) => one.client === client);
      const { wallMs, peakMiB } = costs.get(name);
      const growth = wallMs / costs.get(first.name).wallMs;
      const numbers = [cells, wallMs.toFixed(0), ((1000 * cells) / wallMs).toFixed(0), growth.toFixed(2)];
      lines.push(`| ${[name, ...numbers, (cells / first.cells).toFixed(0), peakMiB.toFixed(0)].join(" | ")} |`);
    }
    return lines.join("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes models.yaml with `size` copies of one model, each offered through the six APIs. */
function modelsFile(folder, size) {
  const shipped = parse(readFileSync(join(root, "scenarios/models.yaml"), "utf8"));
  const model = shipped.models["kimi-k2.5"];
  const apis = [
    "chat-completions",
    "chat-completions-stream",
    "converse",
    "converse-stream",
    "invoke-model",
    "invoke-model-stream",
  ];
  const offers = model.offers
    .filter(({ pin, provider }) => (pin ?? null) === null && ["openrouter", "bedrock"].includes(provider))
    .map((offer) => ({
      ...offer,
      apis: Object.fromEntries(
        Object.keys(offer.apis)
          .filter((api) => apis.includes(api))
          .map((api) => [api, ["bench"]]),
      ),
    }));
  const copies = Array.from({ length: size }, (_, at) => [`kimi-${at + 1}`, { ...model, successor: null, offers }]);
  const columns = apis.map((api) => ({ provider: api.startsWith("chat") ? "openrouter" : "bedrock", api }));
  const suites = { bench: { title: "Bench", live: true, scenarioTags: ["core", "full"], columns } };
  const file = join(folder, `models-${size}.yaml`);
  const { providers } = shipped;
  const text = {
    defaults: { replay: "bench", live: "bench" },
    suites,
    ...(providers ? { providers } : {}),
    models: Object.fromEntries(copies),
  };
  writeFileSync(file, stringify(text, { aliasDuplicateObjects: false }));
  return file;
}

async function record(folder, fixtures) {
  const [{ loadProfile }, { serveSimulator }, { createSimulator }, { loadScenarios }] = await Promise.all([
    load("simulator/load-profiles"),
    load("simulator/serve"),
    load("simulator/simulator"),
    load("scenario/load-scenarios"),
  ]);
  mkdirSync(fixtures, { recursive: true });
  writeFileSync(join(folder, "known.yaml"), "known: []\n");
  const profiles = [loadProfile(join(root, "scenarios/profiles/default.yaml"))];
  const scenarios = loadScenarios(join(root, "scenarios"));
  const { exchange } = createSimulator({ profiles, scenarios, seed: 1, now: () => new Date("2026-02-10T00:00:00Z") });
  const served = await serveSimulator(exchange, { port: 0, host: "127.0.0.1" });
  const words = ["record", "--simulator", served.url, "--client", "http", "--fixtures", fixtures, "--suite", "bench"];
  const models = modelsFile(folder, sizes.at(-1));
  await outputOf({
    name: "record",
    args: [cli, ...words, "--models", models, "--known", join(folder, "known.yaml"), "--runs", join(folder, "runs")],
  });
  await served.close();
}
