import { exitCodes } from "../../exit-code.js";
import { UsageError } from "../../usage-error.js";
import { databaseVariable } from "./database-url.js";

/** What PostgreSQL's codes mean to a person (PostgreSQL 15, appendix A; read 2026-11-29), and what a system's mean of a connection. */
const reasons: { readonly [code: string]: { readonly says: string; readonly hint: string; readonly code?: 3 | 4 } } = {
  "28P01": { says: "the password is refused", hint: `Look at the password in ${databaseVariable}.`, code: 3 },
  "28000": { says: "the user is refused", hint: `Look at the user in ${databaseVariable}.`, code: 3 },
  "3D000": { says: "there is no such database", hint: "Create it, or name another one." },
  "42501": {
    says: "the user may not do that",
    hint: "docs/nights.md lists the rights that it needs; the tables are made once by a user who may create a schema.",
  },
  "53300": { says: "it has no connection left", hint: "Try again later, or raise max_connections.", code: 4 },
  "57P03": { says: "it is starting up or shutting down", hint: "Try again in a moment.", code: 4 },
  "57P01": { says: "it was shut down", hint: "Try again when it is up.", code: 4 },
  "53100": { says: "its disk is full", hint: "Make room there; what was stored before is whole.", code: 4 },
};

const unreachable = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "EPIPE",
]);

/** The error of a database for a person: place, what happened, what to do. Anything that is not the database's stays as it is. */
export function explainPostgres(error: unknown, place: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const known = reasons[code];
  if (known !== undefined) {
    return new UsageError(`${place}: ${known.says} (${code}: ${error.message})`, {
      hint: known.hint,
      code: known.code ?? exitCodes.usage,
    });
  }
  const isCut = /^(Connection terminated|timeout expired|Query read timeout)/.test(error.message);
  if (!unreachable.has(code) && !isCut) return error;
  return new UsageError(`${place}: the database cannot be reached (${code === "" ? error.message : code})`, {
    hint: "Is it running, and is the address right? Nothing was lost: append the run again.",
    code: exitCodes.unmeasured,
  });
}
