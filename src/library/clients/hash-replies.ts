import { createHash } from "node:crypto";
import type { ClientViews } from "../../verdict/client-views/client-views.js";
import { replyName, type TiedViews } from "../../verdict/client-views/recorded-replies.js";
import type { HarEntry } from "../../wire/har/har.js";

/** A cell, and the exchanges that were kept of it, in their order. */
export type KeptCell = { readonly cell: string; readonly entries: () => readonly HarEntry[] };

/** Ties client views to kept bytes. The exchanges of a cell without views are not read. */
export function tieViews(views: ClientViews, cells: readonly KeptCell[]): TiedViews {
  const viewed = cells.filter(({ cell }) => views.streams.some(({ name }) => name.startsWith(`${cell} #`)));
  const hashes = new Map<string, string>();
  for (const { cell, entries } of viewed)
    for (const { trial, step, exchange } of entries()) {
      // A later attempt takes the place of an earlier one, also where it has no reply: then no view is of the step's reply.
      const hash = createHash("sha256");
      for (const [, bytes] of exchange.chunks) hash.update(bytes);
      hashes.set(replyName({ cell, trial, step }), hash.digest("hex"));
    }
  return { views, hashes };
}
