// The same commands from a packed install in an empty folder, in alternation with those of the checkout.
import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alternate, root } from "./measure.mjs";
import { asked, nothing } from "./start.mjs";

const program = "dist/cli/main.js";
/** A table: each command's wall time beside `node -e 0`, installed and in the checkout. */
export async function packedTable({ rounds }) {
  const project = realpathSync(mkdtempSync(join(tmpdir(), "llm-parity-bench-packed-")));
  try {
    install(project);
    const installed = join(project, "node_modules/llm-parity", program);
    const pairs = asked.map(({ name, words }) => ({
      name,
      packed: { name: `${name}, installed`, args: [installed, ...words], cwd: project },
      own: { name: `${name}, checkout`, args: [join(root, program), ...words] },
    }));
    const costs = await alternate([nothing, ...pairs.flatMap(({ packed, own }) => [packed, own])], rounds);
    const ratio = ({ name }) => costs.get(name).wallMs / costs.get(nothing.name).wallMs;
    return [
      "| command | installed, × node -e 0 | checkout, × node -e 0 | installed, peak MiB |",
      "| --- | ---: | ---: | ---: |",
      ...pairs.map(({ name, packed, own }) => {
        const cells = [ratio(packed).toFixed(2), ratio(own).toFixed(2), costs.get(packed.name).peakMiB.toFixed(0)];
        return `| ${[name, ...cells].join(" | ")} |`;
      }),
      "",
      "The package was packed by `npm pack`, and installed with its dependencies by `npm install` into an empty folder.",
    ].join("\n");
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

function install(project) {
  const quiet = { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] };
  const packing = ["pack", "--json", "--ignore-scripts", "--pack-destination", project];
  const [{ filename }] = JSON.parse(execFileSync("npm", packing, { ...quiet, cwd: root }));
  writeFileSync(join(project, "package.json"), '{ "private": true }\n');
  const installing = ["install", "--no-audit", "--no-fund", join(project, filename)];
  execFileSync("npm", installing, { ...quiet, cwd: project });
}
