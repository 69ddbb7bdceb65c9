import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readRun } from "../src/runner/store/read-run.js";
import { runCommand } from "./support/command.js";
import { serveFaults } from "./support/served-profile.js";
import { serveProfile } from "./support/simulated-run.js";
import { workFolder } from "./support/work-folder.js";

const target = "kimi-k2.5/bedrock/converse";
const asking = (url: string, ...more: readonly string[]) => [
  ...["run", "--simulator", url, "--client", "http", "--target", target, "--scenario", "basic-chat", "--no-reports"],
  ...more,
];

test.each([
  [["--max-minutes", "0"], /"0" is not a number of minutes such as 90: more than 0, at most 30240/],
  [["--max-minutes", "soon"], /"soon" is not a number of minutes/],
  [["--max-minutes", "-5"], /--max-minutes/],
  [["--max-minutes", "999999"], /"999999" is not a number of minutes/],
  [["--quota-share", "20"], /"20" is not a share such as 0\.2: more than 0, at most 1/],
  [["--quota-share", "0"], /"0" is not a share/],
  [["--quota-share", "20%"], /"20%" is not a share/],
  [["--concurrency", "0"], /"0" is not a whole number of at least 1/],
  [["--progress", "fast"], /"?fast"? is invalid|Allowed choices are auto, live, minute, trials, none/],
])("%j is a mistake that says what to write", async (words, says) => {
  const folder = workFolder();
  const { code, stderr } = await runCommand(asking("http://127.0.0.1:9", ...words), { cwd: folder.path });
  expect(code).toBe(2);
  expect(stderr).toMatch(says);
});

test.each([
  ["--max-minutes", "5"],
  ["--quota-share", "0.5"],
  ["--progress", "none"],
])("%s has no effect in a replay, and is refused", async (...words) => {
  const { code, stderr } = await runCommand(["run", ...words], { cwd: workFolder().path });
  expect(code).toBe(2);
  expect(stderr).toContain(`${words[0]} has no effect: this run replays recordings`);
});

test("--quota-share without a quota to draw from is refused, with what to write", async () => {
  const { code, stderr } = await runCommand(asking("http://127.0.0.1:9", "--quota-share", "0.5"), {
    cwd: workFolder().path,
  });
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /--quota-share has no effect: \S+models\.yaml has no quota .*\n {2}→ Write the quotas of the account/,
  );
});

describe("a run that a limit ends", () => {
  test("says what was not asked and how to ask it, and goes on with a higher limit", async () => {
    const folder = workFolder();
    const { url } = await serveProfile("default");
    const first = await runCommand(asking(url, "--trials", "5", "--max-calls", "2"), { cwd: folder.path });
    const [id = ""] = readdirSync(join(folder.path, "runs"));
    expect(first.stderr).toContain(
      `not asked: 3 of 5 trials (in 1 cell): --max-calls 2 would be exceeded\n  → to ask them: llm-parity run --resume runs/${id} --retry-excluded --max-calls N, with N above that\n`,
    );
    const again = ["run", "--resume", "last", "--retry-excluded"];
    const same = await runCommand(again, { cwd: folder.path });
    expect(same.stderr).toContain("not asked: 3 of 5 trials");
    const higher = await runCommand([...again, "--max-calls", "9"], { cwd: folder.path });
    expect(higher.stderr).not.toContain("not asked");
    const made = readRun(join(folder.path, "runs", id)).transcripts;
    expect(made.map(({ trial, notRun }) => [trial, notRun])).toEqual([1, 2, 3, 4, 5].map((trial) => [trial, null]));
  });

  test("still refuses options that would change what is asked", async () => {
    const folder = workFolder();
    const { url } = await serveProfile("default");
    await runCommand(asking(url), { cwd: folder.path });
    const { code, stderr } = await runCommand(["run", "--resume", "last", "--quota-share", "1"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toContain("--resume takes the options from the run, so --quota-share has no effect");
  });
});

test.each(["http", "sdk"])(
  "a throttled trial is excluded and counted, and the lane is slowed for all (%s)",
  async (client) => {
    const folder = workFolder();
    const { url } = await serveFaults([
      { fault: "refuse", as: "too-many-requests", retryAfter: "0", when: { nth: 1 } },
    ]);
    const { stdout, stderr } = await runCommand(
      asking(url, "--client", client, "--trials", "5", "--json", "--progress", "trials"),
      {
        cwd: folder.path,
      },
    );
    expect(stderr).toMatch(/^bedrock asks for fewer calls: all its calls wait under 1 s, then 240 go a minute$/m);
    expect(stderr).toContain("excluded: 1 throttled trial of 5: bedrock 1\n");
    expect(JSON.parse(stdout).cells[0].trials).toMatchObject({ eligible: 4, ok: 4, excluded: { throttled: 1 } });
  },
);

describe("progress", () => {
  test("without a terminal is a line at the end of a short run, and leaves standard output alone", async () => {
    const folder = workFolder();
    const { url } = await serveProfile("default");
    const { stdout, stderr } = await runCommand(asking(url, "--trials", "3", "--json"), { cwd: folder.path });
    expect(JSON.parse(stdout).cells).toHaveLength(1);
    const lines = stderr.split("\n").filter((line) => line.startsWith("["));
    expect(lines).toEqual([expect.stringMatching(/^\[3\/3\] 100 % · 0 running · 0 failing · .* · 3 calls$/)]);
    expect(`${stdout}${stderr}`).not.toContain("\u001b");
  });

  test.each([
    ["trials", 3],
    ["none", 0],
  ])("--progress %s prints %i lines for three trials", async (kind, count) => {
    const folder = workFolder();
    const { url } = await serveProfile("default");
    const { stderr } = await runCommand(asking(url, "--trials", "3", "--progress", kind), { cwd: folder.path });
    expect(stderr.match(/^\[/gm) ?? []).toHaveLength(count);
  });
});
