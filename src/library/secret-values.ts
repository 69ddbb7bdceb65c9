/**
 * The values of the variables whose names mark them as secret (`…_API_KEY`, `…_TOKEN`, `…_PASSWORD`, …), and the passwords in addresses of
 * databases (`…DATABASE_URL`), as written and decoded, each once. Leaves out values shorter than 8 characters: they occur in ordinary text.
 * The address of a web hook is a secret: who has it can write there.
 */
export function secretValuesIn(environment: { readonly [name: string]: string | undefined }): readonly string[] {
  const values = Object.entries(environment).flatMap(([name, value = ""]) => {
    if (secretName.test(name)) return [value];
    return databaseName.test(name) ? passwordIn(value) : [];
  });
  return [...new Set(values.filter(({ length }) => length >= shortest))];
}

function passwordIn(address: string): readonly string[] {
  const [, password] = /^[a-z][a-z0-9+]*:\/\/[^/@:]*:([^/@]*)@/i.exec(address) ?? [];
  if (password === undefined) return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}

const databaseName = /(^|_)DATABASE_URL$/i;

const shortest = 8;
const secretName =
  /(^|_)(API_?KEY|SECRET|SECRET_KEY|SECRET_ACCESS_KEY|ACCESS_KEY_ID|PRIVATE_KEY|TOKEN|BEARER_TOKEN_BEDROCK|PASSWORD|PASSWD|CREDENTIALS?|NOTIFY_URL|WEBHOOK_URL)$/i;
