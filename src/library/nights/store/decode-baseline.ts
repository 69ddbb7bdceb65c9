import type { Baseline } from "../../../verdict/regression/baseline.js";
import { HistoryError } from "../history.js";
import { newerFormat } from "./read-line.js";

/** Reads a pinned baseline. Throws HistoryError for one of a newer version, and for damage. */
export function decodeBaseline(text: string, place: string): Baseline {
  const value = parse(text, place);
  const { schemaVersion } = value;
  if (typeof schemaVersion === "number" && schemaVersion > baselineVersion) {
    throw newerFormat(
      `${place}: is a baseline of version ${schemaVersion}; this program reads version ${baselineVersion}`,
    );
  }
  const isWhole = schemaVersion === baselineVersion && Array.isArray(value.nights) && Array.isArray(value.cells);
  if (!isWhole) throw damaged(place);
  return value as Baseline;
}

const baselineVersion = 1;

function parse(text: string, place: string): Partial<Record<keyof Baseline, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Said below.
  }
  throw damaged(place);
}

function damaged(place: string): HistoryError {
  return new HistoryError(`${place}: is not a baseline`, "Pin it again: llm-parity baseline pin.");
}
