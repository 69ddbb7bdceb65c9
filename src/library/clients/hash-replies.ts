import { createHash } from "node:crypto";
import { groupBy } from "../../chat/group-by.js";
import type { CaseKey, StoredRun } from "../../runner/store/stored-run.js";
import type { ClientViews } from "../../verdict/client-views/client-views.js";
import { replyNames, type TiedViews } from "../../verdict/client-views/recorded-replies.js";

/** Ties client views to the bytes that a run kept: those of each cell of the run that has views. */
export function tieViews(views: ClientViews, run: Pick<StoredRun, "transcripts" | "exchangesOf">): TiedViews {
  const cells = new Map<string, CaseKey>(
    run.transcripts.map(({ cell: { target, scenario } }) => [`${target}/${scenario}`, { target, scenario }]),
  );
  const viewed = [...cells].filter(([cell]) => views.streams.some(({ name }) => name.startsWith(`${cell} #`)));
  return {
    views,
    hashes: new Map(viewed.flatMap(([cell, key]) => hashesOf(cell, run.exchangesOf(key)?.entries ?? []))),
  };
}

type Entries = NonNullable<ReturnType<StoredRun["exchangesOf"]>>["entries"];

function hashesOf(cell: string, entries: Entries): readonly (readonly [name: string, sha256: string])[] {
  return [...groupBy(entries, ({ trial }) => trial).values()].flatMap((own) => {
    const names = replyNames(cell, own);
    // An attempt without a reply has a hash too: it is the last one, so that no earlier reply stands for it.
    return own.flatMap(({ exchange }, at) => {
      const name = names[at];
      if (name === undefined) return [];
      const body = Buffer.concat(exchange.chunks.map(([, bytes]) => bytes));
      return [[name, createHash("sha256").update(body).digest("hex")] as const];
    });
  });
}
