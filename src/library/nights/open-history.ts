import { UsageError } from "../usage-error.js";
import type { History } from "./history.js";
import { databaseVariable, refuseDatabaseUrl } from "./store/database-url.js";
import { filesHistory } from "./store/files-history.js";

/** The folder of a history that is named nowhere. */
export const defaultHistory = "history";

/**
 * The history of a command: the folder that was typed, else the database of `LLM_PARITY_DATABASE_URL`, else the folder `history`.
 * `typed` null: none was. Rejects with UsageError for an address on the command line.
 */
export async function openHistory(typed: string | null, environment: NodeJS.ProcessEnv): Promise<History> {
  if (typed !== null) {
    refuseDatabaseUrl("--history", typed);
    if (typed === "")
      throw new UsageError("--history names no folder", { hint: `Leave it out for ${defaultHistory}.` });
    return filesHistory(typed);
  }
  const url = environment[databaseVariable] ?? "";
  if (url === "") return filesHistory(defaultHistory);
  const { postgresHistory } = await import("./store/postgres-history.js");
  return postgresHistory(url);
}
