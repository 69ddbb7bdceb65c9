import type { Client, Shown } from "./client.js";
import type { Mode, Row, Service } from "./rows.js";

/** What must be seen of a row with one client. */
type Expected = {
  readonly text: string;
  readonly calls: Shown["calls"];
  /** The words for the end that are right. A failure or a cancel never has the word of a normal end. */
  readonly finishes: readonly (string | null)[];
  /** A part of the error; null: any, or none. */
  readonly says: string | null;
  /** How often the service is asked. */
  readonly requests: number;
};

/** Rows that the router does not pass yet, as `client: row, mode`. Each fails its test when it is mended. */
export const failsToday: ReadonlySet<string> = new Set();

/** The row's expectation, with what the client shows in its own way. */
export function expected(
  client: Client,
  { row, mode, service }: { readonly row: Row; readonly mode: Mode; readonly service: Service },
): Expected {
  const word = client.finishes[row.ending];
  return {
    ...{ text: row.text[mode], calls: row.calls, says: row.says?.[service] ?? null },
    finishes: row.ending === "failed" || row.ending === "cancelled" ? [null, word] : [word],
    requests: row.asks,
    ...client.differs[`${row.name}, ${mode}`]?.shows,
  };
}
