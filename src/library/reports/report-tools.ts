import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import type { ReportTools } from "../../report/reporters/reporter.js";
import { refuseLeaks } from "../../runner/store/refuse-leaks.js";

/** Finds secrets, by name, in a text that is about to be written. */
export type Leaks = (text: string) => readonly string[];

/** The tools of a report that is searched for secrets: no scan finds one in a compressed text, so it is searched before. */
export function reportTools(leaks: Leaks): ReportTools {
  return {
    sha256: (text) => createHash("sha256").update(text).digest("base64"),
    deflate: (text) => {
      refuseLeaks("the compressed part of a report", leaks(text));
      return deflateRawSync(text, { level: 9 }).toString("base64");
    },
  };
}
