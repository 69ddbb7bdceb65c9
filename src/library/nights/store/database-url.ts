import { UsageError } from "../../usage-error.js";

/** The variable that holds the address of the database, with its password. */
export const databaseVariable = "LLM_PARITY_DATABASE_URL";

/** The address of a database without its password and its parameters, for messages. Throws UsageError, without the address, where it is none. */
export function databasePlace(url: string): string {
  const [, host = "", path = ""] = /^postgres(?:ql)?:\/\/(?:[^@/]*@)?([^/?#]*)(\/[^?#]*)?/.exec(url) ?? [];
  if (!/^postgres(?:ql)?:\/\//.test(url) || (host === "" && path === "")) {
    throw new UsageError(`${databaseVariable} is not the address of a PostgreSQL database`, {
      hint: `Write it as postgresql://USER:PASSWORD@HOST/DATABASE, with %40 for an @ in the password.`,
    });
  }
  return `postgresql://${host}${path}`;
}

/** Throws UsageError for an address of a database on a command line, where other users of the machine can read its password. */
export function refuseDatabaseUrl(option: string, value: string): void {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return;
  throw new UsageError(`${option} takes a folder, not an address: every user of the machine can read a command line`, {
    hint: `Put the address of the database into the variable ${databaseVariable}, and leave ${option} out.`,
  });
}
