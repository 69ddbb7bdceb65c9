import { join } from "node:path";
import { expect, test } from "vitest";
import { filesHistory } from "../src/library/nights/store/files-history.js";
import { type LineChange, nightRun, summaryLine } from "./samples/summary-lines.js";
import { runCommand } from "./support/command.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const target = "kimi-k2.5/bedrock/converse-stream";
const entry = (scenario: string) =>
  `  # About ${scenario}.\n  - { model: kimi-k2.5, target: ${target}, scenario: ${scenario}, finding: empty-reply, bug: "https://example.org/1", since: 2026-11-01, expires: 2099-11-01 }\n`;
const [fixed, there] = [entry("multi-step"), entry("tool-call")];
const seen: LineChange = {
  scenario: "tool-call",
  trials: { bad: 9 },
  findings: [{ id: "empty-reply", cause: "silent", severity: "bad", n: 9, checks: ["reply/not-empty"] }],
};

/** Three nights without one of two known divergences. */
async function threeNights(known: string): Promise<WorkFolder> {
  const folder = workFolder({ "known.yaml": known });
  const history = filesHistory(join(folder.path, "history"));
  for (const day of ["2026-11-01", "2026-11-02", "2026-11-03"]) {
    const lines = [summaryLine({ scenario: "multi-step" }), summaryLine(seen)];
    await history.append({ night: day, run: nightRun(`${day}-a`), lines });
  }
  return folder;
}

test("a fix that the nights confirm names the line to delete; --update deletes it, and nothing else", async () => {
  const folder = await threeNights(`# Mine.\nknown:\n${fixed}${there}`);
  const known = (...words: readonly string[]) =>
    runCommand(["known", "--known", "known.yaml", ...words], { cwd: folder.path });
  const said = await known();
  expect(said.code).toBe(1);
  expect(said.stdout).toBe(`known.yaml:4:5: empty-reply in multi-step on ${target}
  FIXED: never seen in these nights, then 3 nights and 36 trials without it. Delete the entry: llm-parity known --update
known.yaml:6:5: empty-reply in tool-call on ${target}
  still there: last seen in night 2026-11-03
`);
  const updated = await known("--update");
  expect([updated.code, updated.stderr]).toEqual([0, "known.yaml: 1 fixed entry taken out\n"]);
  expect(folder.read("known.yaml")).toBe(`# Mine.\nknown:\n${there}`);
  expect(await known("--update")).toMatchObject({ code: 0, stderr: "known.yaml: nothing to take out\n" });
  expect(JSON.parse((await known("--json")).stdout)).toMatchObject({
    schemaVersion: 1,
    entries: [{ state: "there", lastSeen: "2026-11-03" }],
  });
});

test("without nights every entry is not measured, and a file that is not valid is a mistake", async () => {
  const folder = workFolder({ "known.yaml": `known:\n${there}`, "broken.yaml": "known:\n  - model: A B\n" });
  const known = (file: string) => runCommand(["known", "--known", file], { cwd: folder.path });
  const none = await known("known.yaml");
  expect([none.code, none.stdout]).toEqual([
    0,
    expect.stringContaining("not measured: no live night has a trial of it"),
  ]);
  expect(await known("broken.yaml")).toMatchObject({ code: 2, stderr: expect.stringContaining("broken.yaml:2:") });
});
