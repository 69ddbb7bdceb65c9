import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand } from "./support/command.js";
import { startProgram } from "./support/program.js";
import { root } from "./support/repository.js";
import { workFolder } from "./support/work-folder.js";

const scenarios = ["scenarios/order-status.yaml", "scenarios/models.yaml", "scenarios/known.yaml"];

test("writes a project that is valid, and says what comes next", async () => {
  const { path, contents } = workFolder();
  const { code, stdout, stderr } = await runCommand(["init"], { cwd: path });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(
    [
      "written:",
      ...[...scenarios, ".gitignore", ".github/workflows/nightly.yml"].map((file) => `  ${file}`),
      "3 files are valid.",
      "",
      "next:",
      "  llm-parity run --live --plan            shows what it would ask and the most it can cost; sends nothing",
      "  llm-parity run --live --max-cost 0.10   asks; `llm-parity doctor` says which keys are missing",
      "",
    ].join("\n"),
  );
  const shipped = (name: string) => readFileSync(join(root, "examples/nightly", name), "utf8");
  expect(contents()).toEqual({
    ".gitignore": shipped("gitignore"),
    ".github/workflows/nightly.yml": shipped("nightly.yml"),
    ...Object.fromEntries(scenarios.map((name) => [name, shipped(name)])),
  });
});

test("the project can be planned without a key, and asked of the simulator, whose profiles it does not have", async () => {
  const { path } = workFolder();
  await runCommand(["init", "my parity", "--ci", "none"], { cwd: path });
  const cwd = join(path, "my parity");
  const plan = await runCommand(["run", "--live", "--plan", "--max-cost", "0.10"], { cwd });
  expect(plan).toMatchObject({ code: 0, stdout: expect.stringContaining("--max-cost 0.1: it fits") });
  const simulator = await startProgram(["simulate", "--port", "0"], { cwd });
  const url = await simulator.untilOutput(/http:\/\/\S+/);
  const asked = await runCommand(["run", "--simulator", url, "--trials", "2"], { cwd });
  expect(asked).toMatchObject({ code: 0, stdout: expect.stringContaining("✓ 2/2") });
});

test("a second time it names everything in the way, and writes nothing", async () => {
  const { path, contents } = workFolder({ "scenarios/models.yaml": "mine" });
  const { code, stdout, stderr } = await runCommand(["init"], { cwd: path });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(
    "llm-parity: nothing was written: a file is in the way\n  scenarios/models.yaml\n  → Choose another folder, such as `llm-parity init parity`, or move away what is there.\n",
  );
  expect(contents()).toEqual({ "scenarios/models.yaml": "mine" });
});

test("says what a person must do: lines for .gitignore, and a workflow that is not at the repository's root", async () => {
  const { path } = workFolder({ "parity it/.gitignore": "node_modules/\n" });
  mkdirSync(join(path, ".git"));
  const { code, stdout } = await runCommand(["init", "parity it"], { cwd: path });
  expect(code).toBe(0);
  expect(stdout).toContain("parity it/.gitignore already exists and was not changed. Add to it: runs/  *.log\n");
  expect(stdout).toContain(`move it there from parity it (${path}).\n`);
  expect(stdout).toContain("  cd 'parity it'\n");
});

test.each([
  [["init", "--ci", "jenkins"], "github, gitlab, none"],
  [["init", "a", "b"], "init takes 1 argument, not 2"],
  [["init", "taken"], "a file is in the way\n  taken"],
])("%j is refused with 2", async (words, said) => {
  const { path } = workFolder({ taken: "" });
  const { code, stderr } = await runCommand(words, { cwd: path });
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});

test("GitLab's pipeline is written where GitLab reads it", async () => {
  const { path, contents } = workFolder();
  await runCommand(["init", "--ci", "gitlab"], { cwd: path });
  expect(Object.keys(contents())).toEqual([".gitignore", ".gitlab-ci.yml", ...scenarios.toSorted()]);
});
