import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { build } from "../../../test/samples/matrices.js";
import { transcript } from "../../../test/samples/transcripts.js";
import { emptyRunFacts } from "../../../test/support/run-facts.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import type { ReportedRun } from "../../library/reports/input-of-run.js";
import { RunDirectory } from "../../runner/store/run-directory.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import { writeReports } from "./write-reports.js";

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});

const bundle = { matrix: build([transcript([])]), blankReplies: [], known: [], cellCommands: [] };

/** A replay of which a scan says that it holds these secrets. */
function replayed(secrets: readonly string[]): ReportedRun {
  const result = {
    ...{ mode: "replay" as const, startedAt: null, transcripts: [], asked: 0, unasked: 0, leftovers: [] },
    ...{ versions: {}, commit: null, blankReplies: [], runDirectory: null, leaks: () => secrets },
  };
  return { bundle, result, fixtures: "fixtures", night: null, history: new Map(), targets: [], tiedViews: null };
}

test("a report that would hold a secret is not written, and the error names it without its value", async () => {
  const reports = join(folder, "reports");
  const wanted = { chosen: [], place: { folder: reports }, mismatches: [], json: false };
  await expect(writeReports(replayed(["secret 1"]), wanted)).rejects.toMatchObject({
    name: "SecretInFixtureError",
    message: expect.stringContaining("compatibility-matrix.md: not written, it would hold secret 1"),
  });
  expect(existsSync(reports)).toBe(false);
  await writeReports(replayed([]), wanted);
  expect(existsSync(join(reports, "compatibility-matrix.json"))).toBe(true);
});

test("neither is a run's own file", async () => {
  const blind = { ...createRedactor([]), leaks: () => ["secret 1"] };
  const facts = emptyRunFacts({ id: "run" });
  await expect(RunDirectory.create(folder, facts, { redactor: blind })).rejects.toThrow("would hold secret 1");
  expect(existsSync(join(folder, "run/run.json"))).toBe(false);
});
