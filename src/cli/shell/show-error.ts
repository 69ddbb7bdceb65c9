import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { secretValuesIn } from "../../library/secret-values.js";
import { UsageError } from "../../library/usage-error.js";
import { HintedError } from "../../source/hinted-error.js";
import { systemTexts } from "../../source/system-texts.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import { log, sanitise } from "./print.js";

/** Our errors that a person can fix in a file or on the command line, by name: each names its own place. */
const fixable = new Set([
  "SourceError",
  "SelectionError",
  "HarError",
  "SecretInFixtureError",
  "RecordingError",
  "RunError",
  "JournalError",
  "LockedError",
  "TrainingError",
  "HistoryError",
]);

/**
 * Prints what went wrong, where, and what to do, with secrets redacted; returns the exit code. Prints a stack only with
 * `LLM_PARITY_DEBUG=1`.
 */
export function showError(error: unknown, environment: NodeJS.ProcessEnv): ExitCode {
  const { text, code } = describe(error);
  const redactor = createRedactor(secretValuesIn(environment));
  log(`llm-parity: ${sanitise(redactor.text(text))}`);
  if (environment["LLM_PARITY_DEBUG"] === "1" && error instanceof Error) log(redactor.text(String(error.stack)));
  else if (code === exitCodes.internal) log("This is a bug in llm-parity. Set LLM_PARITY_DEBUG=1 to see where.");
  return code;
}

function describe(error: unknown): { readonly text: string; readonly code: ExitCode } {
  if (error instanceof UsageError) return { text: addHint(error.message, error.hint), code: error.code };
  if (!(error instanceof Error)) return { text: String(error), code: exitCodes.internal };
  if (error.name === "EvidenceError" && error instanceof HintedError) {
    return { text: addHint(error.message, error.hint), code: exitCodes.unmeasured };
  }
  if (fixable.has(error.name)) {
    const hint = error instanceof HintedError ? error.hint : null;
    return { text: addHint(error.message, hint), code: exitCodes.usage };
  }
  const system = describeSystemError(error);
  if (system !== null) return { text: system, code: exitCodes.usage };
  return { text: `${error.name}: ${error.message}`, code: exitCodes.internal };
}

function addHint(message: string, hint: string | null): string {
  return hint === null || hint === "" ? message : `${message}\n  → ${hint}`;
}

function describeSystemError(error: Error): string | null {
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  const words = code === null ? undefined : systemTexts[code];
  if (words === undefined) return null;
  const path = "path" in error && typeof error.path === "string" ? error.path : null;
  return path === null ? `${words} (${code})` : `${path}: ${words} (${code})`;
}
