/**
 * The values of the variables whose names mark them as secret (`…_API_KEY`, `…_TOKEN`, `…_PASSWORD`, …), and the passwords in addresses such
 * as a database's, each once.
 * Leaves out values shorter than 8 characters: they occur in ordinary text.
 */
export function secretValuesIn(environment: { readonly [name: string]: string | undefined }): readonly string[] {
  const values = Object.entries(environment).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return secretName.test(name) ? [value] : passwordsIn(value);
  });
  return [...new Set(values)].filter((value) => value.length >= shortest);
}

/** As it is written in an address, and as it is sent. */
function passwordsIn(value: string): readonly string[] {
  const written = /^[a-z][a-z0-9+.-]*:\/\/[^:@/]*:([^@/]+)@/i.exec(value)?.[1];
  if (written === undefined) return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}

const shortest = 8;
const secretName =
  /(^|_)(API_?KEY|SECRET|SECRET_KEY|SECRET_ACCESS_KEY|ACCESS_KEY_ID|PRIVATE_KEY|TOKEN|BEARER_TOKEN_BEDROCK|PASSWORD|PASSWD|CREDENTIALS?)$/i;
