/**
 * The values of the variables whose names mark them as secret (`…_API_KEY`, `…_TOKEN`, `…_PASSWORD`, …), each once. The address of a
 * web hook is a secret: who has it can write there.
 * Leaves out values shorter than 8 characters: they occur in ordinary text.
 */
export function secretValuesIn(environment: { readonly [name: string]: string | undefined }): readonly string[] {
  const values = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && value.length >= shortest && secretName.test(name) ? [value] : [],
  );
  return [...new Set(values)];
}

const shortest = 8;
const secretName =
  /(^|_)(API_?KEY|SECRET|SECRET_KEY|SECRET_ACCESS_KEY|ACCESS_KEY_ID|PRIVATE_KEY|TOKEN|BEARER_TOKEN_BEDROCK|PASSWORD|PASSWD|CREDENTIALS?|NOTIFY_URL|WEBHOOK_URL)$/i;
