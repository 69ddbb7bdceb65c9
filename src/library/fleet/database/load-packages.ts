import type PgBoss from "pg-boss";
import { UsageError } from "../../usage-error.js";

/** The packages that only the queue needs. Rejects with UsageError where one is not installed, or is of another major version. */
export async function loadPackages(): Promise<{
  readonly Pool: typeof import("pg").Pool;
  readonly Boss: typeof PgBoss;
}> {
  const [{ default: pg }, { default: Boss }] = await Promise.all([
    import("pg").catch(notInstalled),
    import("pg-boss").catch(notInstalled),
  ]);
  // A static member of version 10 that 9 does not have, and 11 and later have elsewhere.
  if (typeof Boss !== "function" || Boss.policies === undefined)
    throw missing("the installed pg-boss is of another version");
  return { Pool: pg.Pool, Boss };
}

function notInstalled(error: unknown): never {
  if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")) throw error;
  throw missing("a queue needs the packages pg and pg-boss, and one of them is not installed");
}

function missing(message: string): UsageError {
  return new UsageError(message, { hint: "Install them: npm install pg@8 pg-boss@10." });
}
