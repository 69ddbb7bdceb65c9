import { beforeAll, expect, test } from "vitest";
import { runCommand } from "./command.js";
import { hostileRun } from "./hostile-run.js";
import { hostileTexts } from "./hostile-texts.js";
import type { Ended } from "./program.js";
import type { WorkFolder } from "./work-folder.js";

let folder: WorkFolder;
/** How the run ended, and what it printed. */
let ended: Ended;

beforeAll(async () => {
  const { folder: own, run } = await hostileRun();
  folder = own;
  const reports = ["junit=out/j.xml", "ctrf=out/c.json", "csv=out/c.csv", "github-summary=out/s.md", "html=out/r.html"];
  const words = reports.flatMap((word) => ["--reporter", word]);
  ended = await runCommand([...run, ...words], { cwd: folder.path });
});

test("the program asks a hostile service to the end, and shows a cell for each text and model", () => {
  expect(ended.code, ended.stderr).toBe(1);
  const [matrix = ""] = Object.entries(folder.contents("runs")).flatMap(([file, text]) =>
    file.endsWith("reports/compatibility-matrix.json") ? [text] : [],
  );
  const { cells } = JSON.parse(matrix) as { cells: { model: string; observed: string }[] };
  expect(cells).toHaveLength(2 * hostileTexts.length);
  const states = (name: string) => new Set(cells.filter(({ model }) => model === name).map(({ observed }) => observed));
  expect(states("good")).toEqual(new Set(["ok"]));
  expect(states("hostile")).toEqual(new Set(["bad"]));
});

test("what the program prints and annotates of it has no control character and no command that is not ours", () => {
  const { code, stdout, stderr } = ended;
  expect(code, stderr).toBe(1);
  expect(Object.keys(folder.contents("out"))).toEqual(["c.csv", "c.json", "j.xml", "r.html", "s.md"]);
  const files = Object.entries(folder.contents("out")).map(([name, text]) => [name, text] as const);
  for (const [name, text] of [...files, ["stdout", stdout] as const, ["stderr", stderr] as const]) {
    expect(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/.exec(text),
      name,
    ).toBe(null);
    if (name !== "r.html")
      expect(/^\s*(?:::(?:error|warning|debug|set-output|add-mask)\b|##(?:\[|vso\[))/m.exec(text), name).toBe(null);
  }
});
