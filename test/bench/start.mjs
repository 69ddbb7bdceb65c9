// What commands cost, against the start of Node and against bare imports of the packages that they need.
import { join } from "node:path";
import { alternate, outputOf, root } from "./measure.mjs";

const cli = join(root, "dist/cli/main.js");
const many = join(root, "test/bench/replay-many.mjs");

export const nothing = { name: "node -e 0", args: ["-e", "0"] };

/** What is asked of the program, and the figure that it gives. `matrix`: the whole shipped one. */
export const asked = [
  { name: "--help", id: "start.help", words: ["--help"] },
  { name: "list", id: "start.list", words: ["list"] },
  { name: "validate", id: "start.validate", words: ["validate"] },
  ...["sdk", "http"].map((client) => ({
    name: `shipped matrix, ${client}`,
    id: `matrix.${client}`,
    words: ["run", "--suite", "seed", "--no-reports", "--client", client],
  })),
];
const own = asked.map(({ words, ...command }) => ({ ...command, args: [cli, ...words] }));
const bareSdk = bareImports("bare imports for the SDKs", [
  "openai",
  "@aws-sdk/client-bedrock-runtime",
  "@smithy/fetch-http-handler",
  "msw",
  "zod",
  "yaml",
]);
const bareHttp = bareImports("bare imports for our client", ["undici", "zod", "yaml"]);
const commands = [nothing, ...own, bareSdk, bareHttp, cases("sdk"), cases("http")];

/** The table, and the figures that are held against the start of Node. */
export async function measure({ rounds }) {
  const turns = Number(await outputOf({ name: "turns", args: [many, "http", "0"] }));
  const costs = await alternate(commands, rounds);
  const costOf = ({ name }) => costs.get(name);
  const rows = commands.map((command) => {
    const cost = costOf(command);
    return [
      command.name,
      cost.wallMs.toFixed(0),
      cost.cpuMs.toFixed(0),
      ...[nothing, bareSdk, bareHttp].map((other) => (cost.wallMs / costOf(other).wallMs).toFixed(2)),
      cost.peakMiB.toFixed(0),
    ];
  });
  const table = [
    "| command | wall ms | user + sys ms | × node -e 0 | × bare, SDKs | × bare, our client | peak MiB |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
    "",
    `The shipped matrix is ${turns} turns.`,
  ].join("\n");
  const timed = commands.filter(({ id }) => id !== undefined);
  const figures = timed.map((command) => ({ id: command.id, value: costOf(command).wallMs / costOf(nothing).wallMs }));
  const peaks = timed.filter(({ id }) => id.startsWith("replay."));
  const memory = peaks.map((command) => ({ id: `${command.id}.memory`, value: costOf(command).peakMiB }));
  return { tables: [table], figures: [...figures, ...memory] };
}

function bareImports(name, packages) {
  const code = packages.map((one) => `await import(${JSON.stringify(one)});`).join("");
  return { name, args: ["--input-type=module", "-e", code] };
}

function cases(client) {
  return { name: `2,400 cases, ${client}`, id: `replay.${client}`, args: [many, client, "2400"] };
}
