import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { askSuite, startSimulator } from "../src/index.js";
import { verifyStatement } from "../src/library/attest/verify-statement.js";
import { sha256Of } from "../src/library/evidence/sums.js";
import { encodeLine } from "../src/runner/journal/journal-line.js";
import type { Statement } from "../src/verdict/statements/statement-schema.js";
import { runCommand } from "./support/command.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const target = "kimi-k2.5/bedrock/converse";
const scenario = ["output-json", "output-object", "output-nested", "output-enum"];
const today = new Date().toISOString().slice(0, 10);
const [file, page] = ["statement.json", "statement.md"];

let folder: WorkFolder;

/** Two runs of 15 trials, so that only both together show a claim, and one of another target. */
beforeAll(async () => {
  folder = workFolder();
  const simulator = await startSimulator({ profile: "default" });
  const ask = (trials: number, of: string, only = scenario) =>
    askSuite({
      ...{ suite: "full", target: [of], scenario: only, trials, runs: join(folder.path, "runs") },
      simulator: simulator.url,
    });
  await ask(15, target);
  await ask(15, target);
  await ask(1, "kimi-k2.5/bedrock/converse-stream", ["output-json"]);
  await simulator.close();
  const { code, stderr } = await attest(target);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}, 240_000);

function attest(...words: readonly string[]) {
  return runCommand(["attest", ...words, "--profile", "structured-output", "--demo"], { cwd: folder.path });
}

function statement(): Statement {
  return JSON.parse(folder.read(file));
}

/** The problems of a changed copy of statement and runs. */
async function problemsAfter(change: (copy: string) => void, at = today): Promise<readonly string[]> {
  const copy = workFolder().path;
  cpSync(folder.path, copy, { recursive: true });
  change(copy);
  const { problems } = await verifyStatement({ file: join(copy, file), store: join(copy, "runs"), at, key: null });
  return problems;
}

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

test("a statement counts all runs of its edition in the window, and pools their trials", () => {
  const { result, demo, runs, cells, window, profile } = statement();
  expect({ result, demo, count: runs.count }).toEqual({ result: "conforms", demo: true, count: 3 });
  expect(runs.list.map(({ trials }) => trials.made)).toEqual([60, 60, 1]);
  expect(window.to).toBe(today);
  expect(profile.scenarios).toEqual(scenario);
  expect(cells.map(({ result: shown, trials }) => [shown, trials.bad, trials.eligible])).toEqual(
    scenario.map(() => ["pass", 0, 30]),
  );
});

test("the chain begins at the edition and has each run's files", () => {
  const { edition, runs } = statement();
  let link = edition.sha256;
  for (const run of runs.list) {
    const bytes = (name: string) => readFileSync(join(folder.path, "runs", run.id, name));
    expect(run.facts).toBe(sha256Of(bytes("run.json")));
    expect(run.journal).toBe(sha256Of(bytes("journal.jsonl")));
    link = sha256Of(`${link}\n${run.id}\n${run.facts}\n${run.journal}`);
    expect(run.link).toBe(link);
  }
  expect(runs.head).toBe(link);
});

test("its page says what is claimed, with what confidence, and until when", () => {
  const text = folder.read(page);
  expect(text).toContain("# Structured output: conforms");
  expect(text).toContain("> DEMO: a simulator was asked.");
  expect(text).toContain(
    "at most 10 % of its trials, with 95 % confidence for each cell, and not for all cells jointly.",
  );
  expect(text).toContain(`Says nothing from ${statement().expires} on.`);
});

describe("a check", () => {
  test("holds for what was written, on the command line too", async () => {
    expect(await problemsAfter(() => undefined)).toEqual([]);
    const { code, stdout } = await runCommand(["attest", "verify", file, "--store", "runs"], { cwd: folder.path });
    expect(code).toBe(0);
    expect(stdout).toContain("3 runs, all those in the window, hashed; 4 cells judged again");
  });

  test("fails on a flipped byte of the statement, wherever it is", async () => {
    const path = join(workFolder().path, file);
    const whole = readFileSync(join(folder.path, file));
    for (let at = 0; at < whole.length; at += 7) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(path, bytes);
      const { problems } = await verifyStatement({ file: path, store: null, at: today, key: null });
      expect(problems, `byte ${at}`).not.toEqual([]);
    }
  });

  test.each(["run.json", "journal.jsonl"])("fails on a flipped byte of %s, and names the run", async (name) => {
    const [{ id } = { id: "" }] = statement().runs.list;
    const path = (copy: string) => join(copy, "runs", id, name);
    const size = readFileSync(path(folder.path)).length;
    for (const share of [0, 0.5, 1]) {
      const problems = await problemsAfter((copy) => flip(path(copy), Math.floor(share * (size - 1))));
      expect(problems.join("\n"), `${share}`).toContain(id);
    }
  });

  test("fails on a flipped byte of its page", async () => {
    const problems = await problemsAfter((copy) => flip(join(copy, page), 40));
    expect(problems).toEqual([expect.stringContaining("statement.md is not the page of this statement")]);
  });

  test("fails where a run of the window is left out, or one that it lists is gone", async () => {
    const ids = statement().runs.list.map(({ id }) => id);
    const gone = await problemsAfter((copy) => rmSync(join(copy, "runs", ids[1] ?? ""), { recursive: true }));
    expect(gone).toEqual([`run ${ids[1]} is not in the store`]);
    const added = await problemsAfter((copy) =>
      cpSync(join(copy, "runs", ids[2] ?? ""), join(copy, "runs", "another"), { recursive: true }),
    );
    expect(added).toEqual(["run another lies in its window but is left out"]);
  });

  test("fails from the 91st day after its window on", async () => {
    const { window, expires } = statement();
    const last = new Date(Date.parse(`${window.to}T00:00:00Z`) + 90 * 86_400_000).toISOString().slice(0, 10);
    expect(await problemsAfter(() => undefined, last)).toEqual([]);
    expect(await problemsAfter(() => undefined, expires)).toEqual([
      `it expired on ${expires}: make another from newer runs`,
    ]);
    const { code, stdout } = await runCommand(["attest", "verify", file, "--at", expires], { cwd: folder.path });
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining(`it expired on ${expires}`) });
  });

  test("fails on another edition, another draft, and verdicts that the transcripts do not give, when sealed again", async () => {
    const sealed = (change: (said: Statement) => Statement) => (copy: string) => {
      const { sha256: _, ...body } = change(statement());
      rmSync(join(copy, page));
      writeFileSync(
        join(copy, file),
        `${JSON.stringify({ ...body, sha256: sha256Of(JSON.stringify(body)) }, null, 2)}\n`,
      );
    };
    const edition = (id: string, sha256: string) =>
      sealed((said) => ({ ...said, edition: { ...said.edition, id, sha256 } }));
    const other = await problemsAfter(edition("2025-01", statement().edition.sha256));
    expect(other).toEqual([expect.stringContaining("it is of edition 2025-01, and this program judges by")]);
    const draft = await problemsAfter(edition(statement().edition.id, "0".repeat(64)));
    expect(draft).toContainEqual(expect.stringContaining("it is of another draft of edition"));
    const better = await problemsAfter(
      sealed((said) => ({
        ...said,
        cells: said.cells.map((cell) => ({ ...cell, trials: { ...cell.trials, eligible: 40 } })),
      })),
    );
    expect(better).toHaveLength(4);
    expect(better[0]).toContain("it says pass, 0 of 40 bad; judged again: pass, 0 of 30 bad");
  });

  test("fails where a transcript was changed and its run was hashed again", async () => {
    const [{ id } = { id: "" }] = statement().runs.list;
    const problems = await problemsAfter((copy) => {
      const journal = join(copy, "runs", id, "journal.jsonl");
      const lines = readFileSync(journal, "utf8")
        .split("\n")
        .filter((line) => line !== "");
      const record = JSON.stringify(JSON.parse(lines[0] ?? "").record).replace(
        /"kind":"text","text":"(?:[^"\\]|\\.)*"/g,
        '"kind":"text","text":"no JSON"',
      );
      writeFileSync(journal, Buffer.concat([encodeLine(record), Buffer.from(`${lines.slice(1).join("\n")}\n`)]));
      const said = JSON.parse(readFileSync(join(copy, file), "utf8")) as Statement;
      let link = said.edition.sha256;
      const list = said.runs.list.map((run) => {
        const hash = run.id === id ? sha256Of(readFileSync(journal)) : run.journal;
        link = sha256Of([link, run.id, run.facts, hash].join("\n"));
        return { ...run, journal: hash, link };
      });
      const { sha256: _, ...body } = { ...said, runs: { ...said.runs, list, head: link } };
      rmSync(join(copy, page));
      writeFileSync(
        join(copy, file),
        `${JSON.stringify({ ...body, sha256: sha256Of(JSON.stringify(body)) }, null, 2)}\n`,
      );
    });
    expect(problems).toEqual([expect.stringContaining("1 of 30 bad: output-invalid")]);
  });
});

describe("what cannot be stated", () => {
  test.each([
    [["kimi"], "no run of a simulator of edition"],
    [[target, "--profile", "agent"], 'there is no profile "agent"'],
    [[target, "--profile", "streaming"], "is about targets that stream"],
    [[target, "--to", "2999-01-01"], "is after today"],
    [[target, "--to", "2026-01-01", "--from", "2026-01-02"], "ends before it begins"],
    [[target, "--from", "yesterday"], '"yesterday" is not a day'],
    [[target, "--runs", "nowhere"], "nowhere is not there"],
  ])("%j is refused with its reason", async (words, reason) => {
    const given = words.includes("--profile") ? words : [...words, "--profile", "structured-output"];
    const { code, stderr } = await runCommand(["attest", ...given, "--demo"], { cwd: folder.path });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(reason) });
  });

  test("a simulator's runs do not count without --demo, and skipped cells are named with it", async () => {
    const live = await runCommand(["attest", target, "--profile", "structured-output"], { cwd: folder.path });
    expect({ code: live.code, stderr: live.stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining("--demo counts"),
    });
    const other = workFolder().path;
    const stream = await attest("kimi-k2.5/bedrock/converse-stream", "--out", join(other, "s.json"));
    expect({ code: stream.code, stdout: stream.stdout }).toEqual({
      code: 4,
      stdout: expect.stringContaining("is not shown to conform: 1 inconclusive, 3 skipped of 4 cells, over 3 runs"),
    });
    expect(readFileSync(join(other, "s.md"), "utf8")).toContain("output-object` (not-asked)");
  });
});
