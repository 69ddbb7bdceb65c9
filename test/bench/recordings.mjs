// One pass over the recordings of other projects, where they lie beside the checkout: interactions a second, and memory
// for the same files once and several times over: it must not grow with their number.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { alternate, outputOf, root } from "./measure.mjs";

const corpus = fileURLToPath(new URL("../../../shared/corpus", import.meta.url));
const cli = join(root, "dist/cli/main.js");
const times = [1, 2, 4];
const rounds = 3;

/** A Markdown table; a sentence where there are no recordings. */
export async function recordingsTable() {
  if (!existsSync(corpus)) return "Recordings of other projects: not measured, ../shared/corpus is not there.";
  const out = mkdtempSync(join(tmpdir(), "llm-parity-bench-"));
  try {
    const judged = times.map((n) => ({ n, name: `judge ×${n}`, args: judgeOf(n) }));
    const imported = [
      { n: 1, name: "import ×1", args: [cli, "import", corpus, "--out", out] },
      { n: 1, name: "import, then judge it", args: [cli, "judge", out, "--markdown", "--exit-zero"] },
    ];
    const { read } = JSON.parse(
      await outputOf({ name: "count", args: [...judgeOf(1).slice(0, -2), "--json", "--exit-zero"] }),
    );
    const costs = await alternate([...judged, ...imported], rounds);
    const lines = [
      "| pass | interactions | wall ms | interactions/s | peak MiB |",
      "| --- | ---: | ---: | ---: | ---: |",
    ];
    for (const { n, name } of [...judged, ...imported]) {
      const { wallMs, peakMiB } = costs.get(name);
      const count = name === "import, then judge it" ? read.exchanges : n * read.interactions;
      lines.push(
        `| ${name} | ${count} | ${wallMs.toFixed(0)} | ${((1000 * count) / wallMs).toFixed(0)} | ${peakMiB.toFixed(0)} |`,
      );
    }
    return lines.join("\n");
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function judgeOf(n) {
  return [cli, "judge", ...Array.from({ length: n }, () => corpus), "--markdown", "--exit-zero"];
}
