// Prints time, memory and decoder speed beside what they are held against: `node test/bench/run.mjs [rounds]`.
// Medians of alternated runs on this machine; ratios travel, milliseconds do not.
import { existsSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { decoderTable } from "./decoders.mjs";
import { fullSuiteTable } from "./full-suite.mjs";
import { alternate, outputOf, root } from "./measure.mjs";
import { recordingsTable } from "./recordings.mjs";
import { routerTables } from "./router.mjs";
import { doorsTable } from "./router-doors.mjs";

const rounds = Number(process.argv[2] ?? 9);
const cli = join(root, "dist/cli/main.js");
if (!existsSync(cli)) {
  console.error("bench: dist/ is missing; run `npm run build` first");
  process.exit(2);
}

const many = join(root, "test/bench/replay-many.mjs");
const turns = Number(await outputOf({ name: "turns", args: [many, "http", "0"] }));

const nothing = { name: "node -e 0", args: ["-e", "0"] };
const bareSdk = bareImports("bare imports for the SDKs", [
  "openai",
  "@aws-sdk/client-bedrock-runtime",
  "@smithy/fetch-http-handler",
  "msw",
  "zod",
  "yaml",
]);
const bareHttp = bareImports("bare imports for our client", ["undici", "zod", "yaml"]);
const commands = [
  nothing,
  { name: "--help", args: [cli, "--help"], aim: (cost, of) => ratio(cost, of(nothing), 1.4) },
  { name: "list", args: [cli, "list"], aim: (cost, of) => ratio(cost, of(nothing), 4) },
  { name: "validate", args: [cli, "validate"], aim: (cost, of) => ratio(cost, of(nothing), 4) },
  bareSdk,
  bareHttp,
  matrix("sdk", 9),
  matrix("http", 6),
  cases("sdk", { wallMs: 3_000 }),
  cases("http", { wallMs: 1_000, peakMiB: 130 }),
];

const before = loadavg();
const costs = await alternate(commands, rounds);
const costOf = ({ name }) => costs.get(name);
const during = loadavg();

console.log(
  `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${rounds} alternated rounds, medians. ` +
    `Load ${before[0].toFixed(1)} before, ${during[0].toFixed(1)} after. The shipped matrix is ${turns} turns.\n`,
);
console.log(
  "| command | wall ms | user + sys ms | × node -e 0 | × bare, SDKs | × bare, our client | peak MiB | aim | met |",
);
console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |");
for (const command of commands) {
  const cost = costOf(command);
  const aims = command.aim === undefined ? [] : [command.aim(cost, costOf)].flat();
  const cells = [
    command.name,
    cost.wallMs.toFixed(0),
    cost.cpuMs.toFixed(0),
    ...[nothing, bareSdk, bareHttp].map((other) => (cost.wallMs / costOf(other).wallMs).toFixed(2)),
    cost.peakMiB.toFixed(0),
    aims.map(({ text }) => text).join("; "),
    aims.map(({ met }) => (met ? "yes" : "no")).join("; "),
  ];
  console.log(`| ${cells.join(" | ")} |`);
}

console.log(`\n${await decoderTable()}`);
console.log(`\n${await fullSuiteTable()}`);
console.log(`\n${await routerTables()}`);
console.log(`\n${await doorsTable()}`);
console.log(`\n${await recordingsTable()}`);

function bareImports(name, packages) {
  const code = packages.map((one) => `await import(${JSON.stringify(one)});`).join("");
  return { name, args: ["--input-type=module", "-e", code] };
}

/** The whole shipped matrix; `limit`: at most so many times the start of Node. */
function matrix(client, limit) {
  return {
    name: `shipped matrix, ${client}`,
    args: [cli, "run", "--suite", "seed", "--no-reports", "--client", client],
    aim: (cost, of) => ratio(cost, of(nothing), limit),
  };
}

function cases(client, limits) {
  return {
    name: `2,400 cases, ${client}`,
    args: [many, client, "2400"],
    aim: (cost) =>
      Object.entries(limits).map(([member, limit]) => ({
        text: `≤ ${limit} ${member === "wallMs" ? "ms" : "MiB"}`,
        met: cost[member] <= limit,
      })),
  };
}

function ratio(cost, other, limit) {
  return { text: `≤ ${limit} × node -e 0`, met: cost.wallMs <= limit * other.wallMs };
}
