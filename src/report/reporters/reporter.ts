import type { PagePlace } from "../markdown/page-place.js";
import type { Sheet } from "../sheet/sheet.js";
import type { Evidence } from "../sheet/trial-evidence.js";

/** What a reporter is given. The two pages are made when they are asked for. */
export type ReportInput = {
  readonly sheet: Sheet;
  /** The trials whose exchanges are shown. Only a page that shows bytes reads them. */
  readonly evidence: () => Evidence;
  /** The report as Markdown. */
  readonly markdown: (place: PagePlace) => string;
  /** The machine-readable results, by their published schema. */
  readonly json: () => unknown;
  readonly tools: ReportTools;
};

/** What a pure page cannot compute by itself. Both are functions of the text alone. */
export type ReportTools = {
  /** SHA-256 of the UTF-8 bytes, in base64: what a content security policy names a script by. */
  readonly sha256: (text: string) => string;
  /** Raw DEFLATE of the UTF-8 bytes, in base64: what `DecompressionStream("deflate-raw")` reads. */
  readonly deflate: (text: string) => string;
};

/**
 * One report format. `file`: the name of its file in the folder of reports. `render` is pure: the same input and place give
 * the same bytes; null: there is nothing to write. `place`: where its links lead. A page of much code loads it there, so that
 * nothing else waits for it.
 */
export type Reporter = {
  readonly name: string;
  readonly file: string;
  /** What it is for, in the words of `--help`. */
  readonly about: string;
  /** True: it shows requests and bytes of trials. Default: false, and none are read for it. */
  readonly showsTrials?: true;
  /**
   * Where it goes without a file; absent: into the folder of reports. `commands`: to standard output, beside what the command prints;
   * `job-summary`: to the end of the file in `GITHUB_STEP_SUMMARY`, where there is one.
   */
  readonly goes?: "commands" | "job-summary";
  readonly render: (input: ReportInput, place: PagePlace) => string | null | Promise<string | null>;
};
