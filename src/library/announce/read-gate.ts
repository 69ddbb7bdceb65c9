import { z } from "zod";
import { readSourceFile } from "../../source/read-file.js";
import { gateResultSchema, type ToldGate } from "../../verdict/regression/gate-result-schema.js";
import { UsageError } from "../usage-error.js";

/** A cell takes some 400 bytes: enough for half a million. */
const maxBytes = 256 * 1024 * 1024;
const hint = "Give the file into which `llm-parity gate --json` was written.";

/** Reads the result of a gate from its JSON. Throws a UsageError where the file is missing, or is no such result. */
export function readGate(file: string): ToldGate {
  const text = readSourceFile(file, { maxBytes });
  const value = parse(text, file);
  const version = z.object({ schemaVersion: z.number() }).safeParse(value);
  if (version.success && version.data.schemaVersion > 1) {
    throw new UsageError(`${file}: a newer llm-parity wrote it (schema version ${version.data.schemaVersion}, not 1)`, {
      hint: "Use the version that wrote it.",
    });
  }
  const read = gateResultSchema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  throw new UsageError(`${file}: is not the result of a gate${place}: ${issue?.message ?? ""}`, { hint });
}

function parse(text: string, file: string): unknown {
  if (text.trim() === "") throw new UsageError(`${file}: is empty`, { hint });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file}: is not JSON: ${error instanceof Error ? error.message : String(error)}`, { hint });
  }
}
