/** A secret was left after redaction: the file was not written. */
export class SecretInFixtureError extends Error {
  override name = "SecretInFixtureError" as const;
}

/** Throws {@link SecretInFixtureError} when a scan found secrets. `leaks`: their names, see `Redactor.leaks`. */
export function refuseLeaks(file: string, leaks: readonly string[]): void {
  if (leaks.length === 0) return;
  throw new SecretInFixtureError(`${file}: not written, it would hold ${[...new Set(leaks)].join(", ")}`);
}
