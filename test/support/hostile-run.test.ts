import { expect, test } from "vitest";
import { runCommand } from "./command.js";
import { hostileRun } from "./hostile-run.js";
import { hostileTexts } from "./hostile-texts.js";

test("the program asks a hostile service to the end, and shows a cell for each text and model", async () => {
  const { folder, run } = await hostileRun();
  const { code, stdout, stderr } = await runCommand([...run, "--json"], { cwd: folder.path });
  expect(code, stderr).toBe(1);
  const { cells } = JSON.parse(stdout) as { cells: { model: string; observed: string }[] };
  expect(cells).toHaveLength(2 * hostileTexts.length);
  const states = (name: string) => new Set(cells.filter(({ model }) => model === name).map(({ observed }) => observed));
  expect(states("good")).toEqual(new Set(["ok"]));
  expect(states("hostile")).toEqual(new Set(["bad"]));
});
