// Prints wall time, memory and decoder speed beside what they are held against. Figures are medians of alternated runs
// on this machine; ratios travel, milliseconds do not.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { decoderTable } from "./decoders.mjs";
import { alternate, peakMiB, root } from "./measure.mjs";

const rounds = Number(process.argv[2] ?? 9);
const cli = join(root, "dist/cli/main.js");
if (!existsSync(cli)) {
  console.error("bench: dist/ is missing; run `npm run build` first");
  process.exit(2);
}
const imports = (names) => [
  "--input-type=module",
  "-e",
  names.map((name) => `await import(${JSON.stringify(name)});`).join(""),
];
const both = ["openai", "@aws-sdk/client-bedrock-runtime", "@smithy/fetch-http-handler", "msw", "zod", "yaml"];
const replay = ["run", "--suite", "seed", "--no-reports"];
const many = join(root, "test/bench/replay-many.mjs");

const commands = [
  { name: "node -e 0", args: ["-e", "0"] },
  { name: "--help", args: [cli, "--help"] },
  { name: "list", args: [cli, "list"] },
  { name: "validate", args: [cli, "validate"] },
  { name: "bare imports (SDKs, msw, zod, yaml)", args: imports(both) },
  { name: "bare imports (undici, zod, yaml)", args: imports(["undici", "zod", "yaml"]) },
  { name: "shipped matrix, SDK clients", args: [cli, ...replay, "--client", "sdk"] },
  { name: "shipped matrix, HTTP client", args: [cli, ...replay, "--client", "http"] },
  { name: "2,400 cases, SDK clients", args: [many, "sdk", "2400"] },
  { name: "2,400 cases, HTTP client", args: [many, "http", "2400"] },
];

const walls = await alternate(commands, rounds);
const base = walls.get("node -e 0");
const bare = walls.get("bare imports (SDKs, msw, zod, yaml)");
console.log(`Node ${process.versions.node}, ${rounds} alternated rounds, medians\n`);
console.log("| command | wall ms | × node -e 0 | × bare SDK imports | peak MiB |");
console.log("| --- | ---: | ---: | ---: | ---: |");
for (const command of commands) {
  const wall = walls.get(command.name);
  const { mib } = await peakMiB(command);
  const cells = [command.name, wall.toFixed(0), (wall / base).toFixed(2), (wall / bare).toFixed(2), mib.toFixed(0)];
  console.log(`| ${cells.join(" | ")} |`);
}

const turns = Number((await peakMiB({ args: [many, "http", "0"] })).out.trim() || 0);
if (turns > 0) console.log(`\nThe shipped matrix is ${turns} turns.`);
console.log("");
console.log(await decoderTable());
