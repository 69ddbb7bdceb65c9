// Measures what starting, replaying and the router cost, beside what they are held against: `npm run bench -- --help`.
// Medians of alternated runs on this machine; ratios travel, milliseconds do not.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { benches } from "./benches.mjs";
import { figuresTable, overBudget } from "./figures.mjs";
import { machine } from "./machine.mjs";
import { root } from "./measure.mjs";
import { pageText } from "./page.mjs";
import { keepResult, keptResults } from "./results.mjs";

const help = `npm run bench -- [options]

  --only NAMES   only these parts, comma-separated: ${benches.map(({ name }) => name).join(", ")}
  --rounds N     alternated rounds of each (default 9; the router at most 5)
  --check        exit with 1 where a figure is over its budget in test/bench/budget.json
  --page         write docs/performance.md from the newest result of each part, also those of earlier runs
  --no-measure   measure nothing: with --page or --check, use the results of earlier runs
`;

const options = read(process.argv.slice(2));
if (options.measure) {
  for (const { name, title, load } of options.parts) {
    const { measure } = await load();
    const began = machine();
    const { tables, figures } = await measure({ rounds: options.rounds });
    const result = { name, machine: { ...began, loadAfter: machine().load }, rounds: options.rounds, tables, figures };
    keepResult(result);
    console.log(`## ${title}\n\n${[...tables, figuresTable([result])].filter(Boolean).join("\n\n")}\n`);
  }
}
const names = options.parts.map(({ name }) => name);
if (options.page) writeFileSync(join(root, "docs/performance.md"), pageText(keptResults()));
if (options.check) {
  const over = overBudget(keptResults().filter(({ name }) => names.includes(name)));
  for (const line of over) console.error(`bench: ${line}`);
  process.exitCode = over.length > 0 ? 1 : 0;
}

function read(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        only: { type: "string" },
        rounds: { type: "string", default: "9" },
        check: { type: "boolean", default: false },
        page: { type: "boolean", default: false },
        "no-measure": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) end(help, 0);
    const only = values.only?.split(",") ?? benches.map(({ name }) => name);
    const unknown = only.find((name) => benches.every((bench) => bench.name !== name));
    if (unknown !== undefined) end(`bench: there is no part ${JSON.stringify(unknown)}\n\n${help}`, 2);
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < 1) end("bench: --rounds takes a whole number of at least 1", 2);
    const measure = !values["no-measure"];
    if (measure && !existsSync(join(root, "dist/cli/main.js"))) {
      end("bench: dist/ is missing; run `npm run build` first", 2);
    }
    const parts = benches.filter(({ name }) => only.includes(name));
    return { parts, rounds, measure, check: values.check, page: values.page };
  } catch (error) {
    return end(`bench: ${error.message}\n\n${help}`, 2);
  }
}

function end(text, code) {
  (code === 0 ? console.log : console.error)(text);
  process.exit(code);
}
