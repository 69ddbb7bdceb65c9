import { databaseVariable } from "../../nights/store/database-url.js";
import { UsageError } from "../../usage-error.js";

/** The address of the database that planner and workers share. Throws UsageError where the environment has none. */
export function databaseAddress(environment: NodeJS.ProcessEnv): string {
  const url = environment[databaseVariable] ?? "";
  if (url !== "") return url;
  throw new UsageError(`a queue needs a PostgreSQL database, and ${databaseVariable} is not set`, {
    hint: `Set it to postgresql://USER:PASSWORD@HOST/DATABASE, in the environment or in the file of --keys-file.`,
  });
}
