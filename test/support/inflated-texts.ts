import { inflateRawSync } from "node:zlib";

/** A report with what is packed in it inflated in its place. */
export function inflatedText(report: string): string {
  return report.replaceAll(/"([A-Za-z0-9+/]{40,}={0,2})"/g, (whole, base64: string) => inflated(base64) ?? whole);
}

function inflated(base64: string): string | null {
  try {
    return inflateRawSync(Buffer.from(base64, "base64")).toString();
  } catch {
    return null;
  }
}
