import { expect, test } from "vitest";
import { bedrock, build, one } from "../../test/samples/matrices.js";
import { recorded, reply, text } from "../../test/samples/transcripts.js";
import { provenanceSection } from "./provenance.js";

/** The section for one cell, recorded at `recordedAt`, in a report of `date`. */
function sectionOf(recordedAt: string | null, date: string | null): string {
  const trial = { ...one(bedrock, reply([text("42")])), provenance: { ...recorded, recordedAt } };
  const matrix = build([trial]);
  const generatedFrom = { ...matrix.generatedFrom, date };
  return provenanceSection({ matrix: { ...matrix, generatedFrom }, blankReplies: [], known: [], cellCommands: [] });
}

test.each<[recordedAt: string | null, date: string | null, age: string]>([
  ["2026-11-21T00:30:00.000Z", "2026-11-20", "2026-11-21 (dated after this report)"],
  ["2026-11-20T23:59:00.000Z", "2026-11-20", "2026-11-20 (0 days old)"],
  ["2026-11-19T00:00:00.000Z", "2026-11-20", "2026-11-19 (1 day old)"],
  ["2026-02-10T12:00:00.000Z", "2026-11-20", "2026-02-10 (283 days old)"],
  ["2026-02-10T12:00:00.000Z", null, "2026-02-10"],
  [null, "2026-11-20", "unknown time"],
])("a recording of %s in a report of %s", (recordedAt, date, age) => {
  expect(sectionOf(recordedAt, date)).toContain(`| recorded | ${age} |`);
});
