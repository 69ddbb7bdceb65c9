// One pass over the recordings of other projects, where they lie beside the checkout: interactions a second, by the clock and by
// processor time, and memory for the same files once and several times over: it must not grow with their number. `BENCH_PEER`, the
// folder of another checkout that was built, is measured in alternation.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { alternate, outputOf, root } from "./measure.mjs";

const corpus = fileURLToPath(new URL("../../../shared/corpus", import.meta.url));
const cli = join(root, "dist/cli/main.js");
const peer = process.env["BENCH_PEER"] ?? null;
const times = [1, 2, 4];

/** A Markdown table; a sentence where there are no recordings. */
export async function recordingsTable({ rounds }) {
  if (!existsSync(corpus)) return "Recordings of other projects: not measured, ../shared/corpus is not there.";
  const out = mkdtempSync(join(tmpdir(), "llm-parity-bench-"));
  try {
    const passes = passesOf(out);
    const counting = [...judgeOf(cli, 1).slice(0, -2), "--json", "--exit-zero"];
    const { read } = JSON.parse(await outputOf({ name: "count", args: counting }));
    const costs = await alternate(passes, rounds);
    const rateOf = ({ name, n }, member) => (1000 * n * read.interactions) / costs.get(name)[member];
    const lines = [
      "| pass | interactions | wall ms | user + sys ms | interactions/s | per CPU s | × the first of its kind | peak MiB |",
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ];
    for (const pass of passes) {
      const { wallMs, cpuMs, peakMiB } = costs.get(pass.name);
      const first = passes.find(({ kind }) => kind === pass.kind);
      const growth = ["wallMs", "cpuMs"].map((member) => (rateOf(pass, member) / rateOf(first, member)).toFixed(2));
      const rates = ["wallMs", "cpuMs"].map((member) => rateOf(pass, member).toFixed(0));
      const cells = [pass.name, pass.n * read.interactions, wallMs.toFixed(0), cpuMs.toFixed(0), ...rates];
      lines.push(`| ${[...cells, `${growth[0]} wall, ${growth[1]} CPU`, peakMiB.toFixed(0)].join(" | ")} |`);
    }
    return lines.join("\n");
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** What is measured; the first of each kind is what the others of it are held against. */
function passesOf(out) {
  const of = (kind, name, args, n = 1) => ({ kind, name, args, n });
  const own = (command, jobs) => [...command, "--jobs", String(jobs)];
  const models = peer === null ? [] : ["--models", join(peer, "scenarios/models.yaml")];
  const peerCli = peer === null ? null : join(peer, "dist/cli/main.js");
  const importOf = (program) => [program, "import", corpus, "--out", out];
  return [
    ...(peer === null ? [] : [of("judge", "judge, peer", [...judgeOf(peerCli, 1), ...models])]),
    ...times.map((n) => of("judge", `judge ×${n}, 1 job`, own(judgeOf(cli, n), 1), n)),
    of("judge", "judge ×1, 2 jobs", own(judgeOf(cli, 1), 2)),
    ...(peer === null ? [] : [of("import", "import, peer", [...importOf(peerCli), ...models])]),
    of("import", "import, 1 job", own(importOf(cli), 1)),
    of("import", "import, 2 jobs", own(importOf(cli), 2)),
  ];
}

function judgeOf(program, n) {
  return [program, "judge", ...Array.from({ length: n }, () => corpus), "--markdown", "--exit-zero"];
}
