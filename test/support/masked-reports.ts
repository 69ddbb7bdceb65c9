import { inflatedText } from "./inflated-texts.js";

const masked = new Set(["requestIds", "recordedAt", "date", "headersMs", "totalMs", "perTrial", "run"]);

/** The reports of a run without its id, ids of requests, days and times. `read`: the text of one of its files. */
export function maskedReports(run: string, read: (file: string) => string): unknown {
  const plain = (file: string) => withoutIds(read(file).replaceAll(run, "RUN"));
  return {
    json: maskJson(read("reports/compatibility-matrix.json")),
    markdown: plain("reports/compatibility-matrix.md").replaceAll(/\d{4}-\d\d-\d\d\S*/g, "DAY"),
    html: maskHtml(read("reports/report.html"), run),
    summary: read("summary.jsonl").trimEnd().split("\n").map(maskJson),
  };
}

function maskJson(text: string): unknown {
  return JSON.parse(text, (name, value) => (masked.has(name) ? null : value));
}

/**
 * A page line by line, inflated, without what hangs on times and ids: numbers, hashes, what was on the wire, and which cells have their
 * details written out, since only so many bytes of them have.
 */
function maskHtml(page: string, run: string): readonly string[] {
  return withoutIds(inflatedText(page).replaceAll(run, "RUN"))
    .replaceAll(/<article\b.*?<\/article>/gs, "TRIAL")
    .replaceAll(/\b[0-9a-f]{64}\b/g, "HASH")
    .replaceAll(/<svg\b.*?<\/svg>/gs, "")
    .replaceAll(/<script type="application\/json" id="page-details">.*?<\/script>/gs, "DETAILS")
    .replaceAll(/(?:TRIAL)+/g, "TRIALS")
    .replaceAll(' class="later"', "")
    .replaceAll(/\d[\d.,:TZ-]*(?: (?:ms|s|min)\b)?/g, "0")
    .split("\n");
}

function withoutIds(text: string): string {
  return text.replaceAll(/\b(gen-|req_|[0-9a-f]{8}-)[\w-]+/g, "ID");
}
