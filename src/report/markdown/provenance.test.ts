import { expect, test } from "vitest";
import { bedrock, build, one } from "../../../test/samples/matrices.js";
import { recorded, reply, text } from "../../../test/samples/transcripts.js";
import type { Matrix } from "../../verdict/matrix/matrix.js";
import { matrixJson } from "../../verdict/matrix/matrix-json.js";
import { matrixMarkdown } from "../markdown.js";
import { pageOf } from "./page.js";
import { provenanceSection } from "./provenance.js";

const pageFor = (matrix: Matrix) =>
  pageOf({ matrix, blankReplies: [], known: [], cellCommands: [] }, { recordings: null, html: null, json: null });

/** The section for one cell, recorded at `recordedAt`, in a report of `date`. */
function sectionOf(recordedAt: string | null, date: string | null): string {
  const trial = { ...one(bedrock, reply([text("42")])), provenance: { ...recorded, recordedAt } };
  const matrix = build([trial]);
  const generatedFrom = { ...matrix.generatedFrom, date };
  return provenanceSection(pageFor({ ...matrix, generatedFrom }));
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

test("authored bytes name no upstream, no region and no request id, though they hold some", () => {
  const answer = reply([text("42")], { upstream: "Invented Upstream", requestId: "gen-invented" });
  const authored = {
    ...recorded,
    source: "authored",
    recordedAt: null,
    after: "a document",
    region: "us-east-1",
  } as const;
  const matrix = build([{ ...one(bedrock, answer), provenance: authored }]);
  const bundle = { matrix, blankReplies: [], known: [], cellCommands: [] };
  expect(provenanceSection(pageFor(matrix))).toContain(
    "| authored | a document | none | 1 | kimi-k2.5/bedrock/converse-stream |",
  );
  expect(matrixMarkdown(bundle)).not.toMatch(/Invented Upstream|gen-invented|in us-east-1/);
  const [cell] = matrixJson(matrix).cells;
  expect(cell).toMatchObject({ region: null, upstream: null, upstreams: [] });
  expect(cell?.provenance).toMatchObject({ source: "authored", region: null, endpoint: null, requestIds: [] });
});

test("recorded bytes name them", () => {
  const answer = reply([text("42")], { upstream: "Moonshot AI", requestId: "gen-1" });
  const matrix = build([{ ...one(bedrock, answer), provenance: recorded }]);
  const page = matrixMarkdown({ matrix, blankReplies: [], known: [], cellCommands: [] });
  expect(page).toContain("| Moonshot AI | 1 |");
  expect(page).toContain("in us-east-1");
  expect(matrixJson(matrix).cells[0]).toMatchObject({ region: "us-east-1", upstream: "Moonshot AI" });
});
