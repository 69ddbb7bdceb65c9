import type { Statement, StatementBody } from "../../verdict/statements/statement-schema.js";
import { sha256Of } from "../evidence/sums.js";

/** The statement with the hash of all that it says. */
export function seal(body: StatementBody): Statement {
  return { ...body, sha256: sha256Of(JSON.stringify(body)) };
}

/** The bytes of a statement's file. */
export function statementText(statement: Statement): string {
  return `${JSON.stringify(statement, null, 2)}\n`;
}
