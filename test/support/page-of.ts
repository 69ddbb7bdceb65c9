import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { pageText } from "../../src/report/html/page.js";
import type { Sheet } from "../../src/report/sheet/sheet.js";
import type { Evidence } from "../../src/report/sheet/trial-evidence.js";

/** The page of a sheet, with hashes and compression by Node itself. */
export function pageOf(sheet: Sheet, evidence: Evidence = { trials: [], leftOut: [] }): string {
  const tools = {
    sha256: (text: string) => createHash("sha256").update(text).digest("base64"),
    deflate: (text: string) => deflateRawSync(text).toString("base64"),
  };
  return pageText({ sheet, evidence: () => evidence, tools });
}
