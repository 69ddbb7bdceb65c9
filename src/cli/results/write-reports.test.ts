import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { build } from "../../../test/samples/matrices.js";
import { transcript } from "../../../test/samples/transcripts.js";
import { emptyRunFacts } from "../../../test/support/run-facts.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { RunDirectory } from "../../runner/store/run-directory.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import { writeReports } from "./write-reports.js";

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});

const bundle = { matrix: build([transcript([])]), blankReplies: [], known: [], cellCommands: [] };

test("a report that would hold a secret is not written, and the error names it without its value", async () => {
  const reports = join(folder, "reports");
  await expect(writeReports(bundle, reports, { leaks: () => ["secret 1"] })).rejects.toMatchObject({
    name: "SecretInFixtureError",
    message: expect.stringContaining("compatibility-matrix.md: not written, it would hold secret 1"),
  });
  expect(existsSync(reports)).toBe(false);
  await writeReports(bundle, reports, { leaks: () => [] });
  expect(existsSync(join(reports, "compatibility-matrix.json"))).toBe(true);
});

test("neither is a run's own file", async () => {
  const blind = { ...createRedactor([]), leaks: () => ["secret 1"] };
  const facts = emptyRunFacts({ id: "run" });
  await expect(RunDirectory.create(folder, facts, { redactor: blind })).rejects.toThrow("would hold secret 1");
  expect(existsSync(join(folder, "run/run.json"))).toBe(false);
});
