/**
 * The values of variables whose names say that they are secret (`…_API_KEY`, `…_TOKEN`, `…_PASSWORD`, …), each once.
 * Under 8 characters they are left out: they would turn up in any text.
 */
export function secretValuesIn(environment: { readonly [name: string]: string | undefined }): readonly string[] {
  const values = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && value.length >= shortest && secretName.test(name) ? [value] : [],
  );
  return [...new Set(values)];
}

const shortest = 8;
const secretName =
  /(^|_)(API_?KEY|SECRET|SECRET_KEY|SECRET_ACCESS_KEY|ACCESS_KEY_ID|PRIVATE_KEY|TOKEN|BEARER_TOKEN_BEDROCK|PASSWORD|PASSWD|CREDENTIALS?)$/i;
