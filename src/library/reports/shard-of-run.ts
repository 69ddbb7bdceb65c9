import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SheetMade } from "../../report/sheet/sheet.js";
import { shardText } from "../../runner/shard.js";
import type { RunFacts } from "../../runner/store/run-facts.js";
import { runFiles } from "../../runner/store/run-files.js";

/** Which part of a plan a run asked, and what the shards of one run have in common: the plan, its seeds and the day. Null: it is no shard. */
export function shardOfRun(runDirectory: string): Pick<SheetMade, "logicalRun" | "shard"> {
  const facts: Partial<RunFacts> = JSON.parse(readFileSync(join(runDirectory, runFiles.facts), "utf8"));
  const { shard = null, hashes, cases, seed, nonceSeed, startedAt = "" } = facts;
  if (shard === null) return { logicalRun: null, shard: null };
  const plan = JSON.stringify([hashes, cases, seed, nonceSeed, shard.of]);
  const hash = createHash("sha256").update(plan).digest("hex").slice(0, 16);
  return { logicalRun: `${startedAt.slice(0, 10)}-${hash}`, shard: shardText(shard) };
}
