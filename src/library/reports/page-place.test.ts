import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { chosenReports, placedReports } from "./chosen-reports.js";
import { pagePlace, usualPagePlace } from "./page-place.js";

test.each([
  ["reports", "..", null],
  ["runs/one/reports", "../../..", "report.html"],
  [".", ".", "report.html"],
])("in %s the recordings are at %s, and the HTML is %s", (folder, recordings, html) => {
  expect(usualPagePlace(folder)).toEqual({ recordings, html, json: "compatibility-matrix.json" });
});

test("outside the working folder no way leads to the recordings", () => {
  expect(usualPagePlace(temporaryFolder()).recordings).toBeNull();
});

test("a page on standard output is beside nothing, and one elsewhere beside what stands there", () => {
  const elsewhere = join(temporaryFolder(), "page.md");
  const placed = placedReports(chosenReports([`markdown=${elsewhere}`]), { folder: null, summary: null });
  expect(pagePlace({ file: null }, placed)).toEqual({ recordings: null, html: null, json: null });
  expect(pagePlace({ file: elsewhere }, placed)).toEqual({ recordings: null, html: null, json: null });
});
