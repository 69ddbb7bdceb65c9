/** The documented exit codes. Precedence when several apply: 5, 2, 3, 1, 4. */
export const exitCodes = {
  fine: 0,
  /** Failing or regressed cells, stale or expired entries of known.yaml. */
  failing: 1,
  /** A mistake on the command line or in a file. */
  usage: 2,
  /** Credentials are missing or refused. */
  credentials: 3,
  /** Nothing was measured, although something should have been. */
  unmeasured: 4,
  /** Our own bug. */
  internal: 5,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const precedence: readonly ExitCode[] = [5, 2, 3, 1, 4, 0];

/** The code of highest precedence; 0 when there is none. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  return precedence.find((code) => codes.includes(code)) ?? exitCodes.fine;
}
