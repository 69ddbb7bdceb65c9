import { describe, expect, test } from "vitest";
import { runCommand } from "./support/command.js";
import { fakeGithub } from "./support/fake-github.js";
import { gateResult, regressedCell } from "./support/gate-results.js";
import { bareEnvironment } from "./support/program.js";
import { unusedPort } from "./support/raw-server.js";
import { workFolder } from "./support/work-folder.js";

const cell = "kimi-k2.5/bedrock/converse@us-west-2/order-status";
const token = "a-token-of-the-test";

function environment(url: string, more: { readonly [name: string]: string } = {}) {
  return {
    ...bareEnvironment("/nonexistent"),
    ...{ GITHUB_API_URL: url, GITHUB_REPOSITORY: "octo-org/octo-repo", GITHUB_TOKEN: token },
    ...{
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_RUN_ID: "77",
      GITHUB_RUN_NUMBER: "5",
      GITHUB_RUN_ATTEMPT: "1",
    },
    ...more,
  };
}

type Options = { readonly words?: readonly string[]; readonly env?: { readonly [name: string]: string } };

/** Runs the command after a night with these cells. */
function keep(url: string, result: object, { words = [], env = {} }: Options = {}) {
  const { path } = workFolder({
    "gate.json": JSON.stringify(result),
  });
  return runCommand(["nightly-issues", "--gate", "gate.json", ...words], { cwd: path, env: environment(url, env) });
}

const details = { findings: [{ id: "empty-reply", n: 20 }], request: "equal" };
const bad = (night: string) =>
  gateResult({ night, cells: [regressedCell(cell, { details })], alarm: true, exitCode: 1 });
const good = (night: string) => gateResult({ night, cells: [{ cell }] });

test("an issue is opened, updated, and closed after three good nights; every call is shown", async () => {
  const github = await fakeGithub();
  const { code, stdout, stderr } = await keep(github.url, bad("2026-11-10"));
  expect({ code, stdout }).toEqual({ code: 0, stdout: `open #1: ${cell}\n` });
  expect(stderr.split("\n").filter((line) => line !== "")).toEqual([
    "GET /repos/octo-org/octo-repo/issues?labels=llm-parity&state=all&sort=created&direction=desc&per_page=100&page=1 → 200",
    "GET /repos/octo-org/octo-repo/labels/llm-parity → 404",
    "POST /repos/octo-org/octo-repo/labels → 201",
    "POST /repos/octo-org/octo-repo/issues → 201",
  ]);
  expect(github.issues[0]?.body).toContain("Seen tonight: `empty-reply` (20).");
  expect(github.issues[0]?.body).toContain("<https://github.example/octo-org/octo-repo/actions/runs/77/attempts/1>");
  for (const [day, said] of [
    ["11", "update"],
    ["12", "update"],
    ["13", "close"],
  ]) {
    expect((await keep(github.url, good(`2026-11-${day}`))).stdout).toBe(`${said} #1: ${cell}\n`);
  }
  expect(github.issues.map(({ state, stateReason }) => [state, stateReason])).toEqual([["closed", "completed"]]);
  expect((await keep(github.url, good("2026-11-14"))).stdout).toBe(
    "night 2026-11-14: no issue to open, update or close\n",
  );
});

test("a plan reads and writes nothing", async () => {
  const github = await fakeGithub();
  const { stdout } = await keep(github.url, bad("2026-11-10"), { words: ["--plan"] });
  expect(stdout).toBe(`would open: ${cell}\n`);
  expect(github.calls.map((call) => call.split(" ")[0])).toEqual(["GET"]);
});

test("pull requests and the issues of others are none of ours, on every page", async () => {
  const github = await fakeGithub();
  await keep(github.url, bad("2026-11-10"));
  const [own] = github.issues;
  if (own === undefined) throw new Error("no issue was opened");
  const before = own.body;
  github.issues.push({ ...own, number: 2, isPull: true }, { ...own, number: 3, login: "octocat" });
  // The own issue is the oldest, so that it stands on the third page.
  for (let number = 4; number <= 250; number++) github.issues.push({ ...own, number, body: "by hand" });
  const { stdout } = await keep(github.url, bad("2026-11-11"));
  expect(stdout).toBe(`update #1: ${cell}\n`);
  expect(github.calls.filter((call) => call.includes("page=3"))).toHaveLength(1);
  expect(github.issues.slice(1, 3).map(({ body }) => body)).toEqual([before, before]);
});

describe("GitHub", () => {
  test("is asked again where it was busy, and the token is never shown", async () => {
    const github = await fakeGithub();
    github.refuse([
      { status: 503, headers: { "retry-after": "0" } },
      { status: 403, headers: { "retry-after": "0" }, body: '{"message":"secondary rate limit"}' },
    ]);
    const { code, stdout, stderr } = await keep(github.url, bad("2026-11-10"));
    expect({ code, stdout }).toEqual({ code: 0, stdout: `open #1: ${cell}\n` });
    expect(stdout + stderr).not.toContain(token);
  });

  test.each([
    [401, '{"message":"Bad credentials"}', 3, "GITHUB_TOKEN is not valid"],
    [403, '{"message":"Resource not accessible by integration"}', 3, "permissions: issues: write"],
    [404, '{"message":"Not Found"}', 4, "sees no repository octo-org/octo-repo"],
    [410, '{"message":"Issues are disabled for this repo"}', 4, "switched off"],
    [200, "<html>", 4, "ends with /api/v3"],
    [200, "[{}]", 4, "ends with /api/v3"],
    [302, "", 4, "Run it again"],
  ])("answers %i %s, which ends the command with %i and a way out", async (status, body, code, hint) => {
    const github = await fakeGithub();
    github.refuse([{ status, body }]);
    const ended = await keep(github.url, bad("2026-11-10"));
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(hint);
    expect(github.issues).toEqual([]);
  });

  test("does not answer", async () => {
    const { code, stderr } = await keep(`http://127.0.0.1:${await unusedPort()}`, bad("2026-11-10"));
    expect(code).toBe(4);
    expect(stderr).toMatch(/no answer \(refused\)/);
  });

  test("drops the label, which is said, since the issue would not be found again", async () => {
    const github = await fakeGithub({ canLabel: false });
    const { code, stderr } = await keep(github.url, bad("2026-11-10"));
    expect(code).toBe(3);
    expect(stderr).toContain('#1 was opened without its label "llm-parity"');
  });
});

test.each([
  ["GITHUB_TOKEN", "", 3, "GITHUB_TOKEN is not set"],
  ["GITHUB_REPOSITORY", "", 2, "GITHUB_REPOSITORY is not set"],
  ["GITHUB_REPOSITORY", "octo-org", 2, 'GITHUB_REPOSITORY is "octo-org"'],
  ["GITHUB_API_URL", "api.github.com", 2, "GITHUB_API_URL is not a web address"],
  ["GITHUB_API_URL", "http://github.example/api/v3", 2, "without encryption"],
])("%s=%j ends with %i: %s", async (name, value, code, said) => {
  const github = await fakeGithub();
  const ended = await keep(github.url, bad("2026-11-10"), { env: { [name]: value } });
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain(said);
  expect(github.calls).toEqual([]);
});

test.each([
  ["no file", null, "does not exist"],
  ["an empty file", "", "is empty"],
  ["no JSON", "{", "is not JSON"],
  ["another JSON", "{}", "is not the result of a gate at schemaVersion"],
  ["a newer version", '{"schemaVersion":2}', "a newer llm-parity wrote it"],
  ["a state that is none", JSON.stringify({ ...bad("2026-11-10"), night: "yesterday" }), "at night"],
])("%s in place of the gate's result ends with 2", async (_, text, said) => {
  const github = await fakeGithub();
  const { path } = workFolder(text === null ? {} : { "gate.json": text });
  const ended = await runCommand(["nightly-issues", "--gate", "gate.json"], {
    cwd: path,
    env: environment(github.url),
  });
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(said);
});
