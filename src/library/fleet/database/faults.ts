/** PostgreSQL's classes and codes of faults that pass (PostgreSQL 15, appendix A; read 2026-11-29). */
const passingCodes: readonly RegExp[] = [
  // A connection that broke, and a server that stops or starts.
  /^08/,
  /^57P0[123]$/,
  // Too many connections at this moment.
  /^53300$/,
  // Two transactions in each other's way; one that stood still for too long.
  /^40001$|^40P01$|^25P0[34]$/,
];

const passingSystemCodes = new Set(["ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "ETIMEDOUT", "EAI_AGAIN"]);

/** True for an error of the database that may be gone in a moment. */
export function isPassingFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (passingSystemCodes.has(code) || passingCodes.some((pattern) => pattern.test(code))) return true;
  return /^(Connection terminated|timeout exceeded|timeout expired|Client has encountered a connection error)/.test(
    error.message,
  );
}
