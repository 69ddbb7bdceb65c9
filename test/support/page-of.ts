import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import type { Bundle } from "../../src/report/bundle.js";
import { pageText } from "../../src/report/html/page.js";
import type { Sheet } from "../../src/report/sheet/sheet.js";
import { sheetOfRun } from "../../src/report/sheet/sheet-of-run.js";
import type { Evidence } from "../../src/report/sheet/trial-evidence.js";
import type { Transcript } from "../../src/transcript/transcript.js";

/** The page of a sheet, with hashes and compression by Node itself. */
export function pageOf(sheet: Sheet, evidence: Evidence = { trials: [], leftOut: [] }): string {
  const tools = {
    sha256: (text: string) => createHash("sha256").update(text).digest("base64"),
    deflate: (text: string) => deflateRawSync(text).toString("base64"),
  };
  return pageText({ sheet, evidence: () => evidence, tools });
}

/** The sheet of a bundle, as a run without gate, history and files has it. */
export function plainSheet(bundle: Bundle, transcripts: readonly Transcript[] = []): Sheet {
  return sheetOfRun({ bundle, transcripts, run: null, night: null, history: new Map(), fileOf: () => null });
}
