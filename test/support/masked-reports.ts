import { inflateRawSync } from "node:zlib";

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

/** A page line by line, inflated, without what hangs on times: numbers, the widths that they have, and hashes. */
function maskHtml(page: string, run: string): readonly string[] {
  const whole = page.replaceAll(/"([A-Za-z0-9+/]{40,}={0,2})"/g, (_, packed: string) =>
    inflateRawSync(Buffer.from(packed, "base64")).toString(),
  );
  return withoutIds(whole.replaceAll(run, "RUN"))
    .replaceAll(/\b[0-9a-f]{64}\b/g, "HASH")
    .replaceAll(/\d[\d.,:TZ-]*/g, "0")
    .split("\n");
}

function withoutIds(text: string): string {
  return text.replaceAll(/\b(gen-|req_|[0-9a-f]{8}-)[\w-]+/g, "ID");
}
