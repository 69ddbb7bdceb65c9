import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { unreachable } from "../../chat/unreachable.js";
import type { FileOptions } from "../../library/choose.js";
import { exitCodes } from "../../library/exit-code.js";
import { databaseAddress } from "../../library/fleet/database/database-address.js";
import { type Fleet, openFleet } from "../../library/fleet/database/fleet.js";
import { grantWorker } from "../../library/fleet/database/rights.js";
import { requireTables } from "../../library/fleet/database/tables.js";
import { blockText } from "../../library/fleet/queue/block.js";
import { createSharedPace } from "../../library/fleet/shared-pace.js";
import { type WorkEvent, type WorkResult, work as workOn } from "../../library/fleet/work.js";
import { UsageError } from "../../library/usage-error.js";
import { runPace } from "../../runner/pace/limits-of.js";
import { readModels } from "../../scenario/compiled/read-models.js";
import { systemTimers } from "../../wire/transport/timers.js";
import { loadKeysFile } from "../shell/keys-file.js";
import { log, sanitise } from "../shell/print.js";
import { watchAskingSignals } from "../shell/stop-signal.js";

export type WorkWords = FileOptions & {
  readonly simulator?: string;
  readonly concurrency: number;
  /** In seconds. */
  readonly lease: number;
  readonly quotaShare: number;
  readonly untilEmpty?: true;
  readonly grant?: string;
  readonly keysFile?: string;
};

/** `llm-parity work`. `typed`: an argument, which is refused. Resolves with the exit code. */
export async function work(typed: string | null, options: WorkWords): Promise<number> {
  refuseAddress(typed);
  if (options.keysFile !== undefined) loadKeysFile(options.keysFile, process.env);
  const connections = Math.min(options.concurrency + 2, 10);
  const fleet = await openFleet(databaseAddress(process.env), { connections });
  try {
    if (options.grant !== undefined) {
      await grantWorker(fleet, options.grant);
      log(`${fleet.place}: ${sanitise(options.grant)} may work`);
      return exitCodes.fine;
    }
    return await workUntilStopped(fleet, options);
  } finally {
    await fleet.close();
  }
}

/** An address may hold a password: it is not repeated. */
function refuseAddress(typed: string | null): void {
  if (typed === null) return;
  throw new UsageError("work takes no argument: every user of the machine could read a password on the command line", {
    hint: "Put the address of the database into the variable LLM_PARITY_DATABASE_URL, or into the file of --keys-file.",
  });
}

async function workUntilStopped(fleet: Fleet, options: WorkWords): Promise<number> {
  await requireTables(fleet);
  const { scenarios, models, known, fixtures, simulator, concurrency, lease, untilEmpty } = options;
  const owner = `${hostname()}-${process.pid}-${randomBytes(3).toString("hex")}`;
  const paced = runPace((await readModels(models)).providers, options.quotaShare);
  const onSlowed = ({ provider, waitMs }: { readonly provider: string; readonly waitMs: number }) =>
    log(`${sanitise(provider)} asks for fewer calls: all workers wait ${(waitMs / 1_000).toFixed(1)} s`);
  const signals = watchAskingSignals(
    "no new work is taken; blocks are given back once the trials under way have ended",
  );
  try {
    log(`worker ${owner} works at ${fleet.place}`);
    const result = await workOn(fleet, {
      ...{ owner, concurrency, leaseMs: lease * 1_000, simulator: simulator ?? null },
      files: { scenarios, models, known, fixtures },
      environment: process.env,
      pace: { ...paced, pace: createSharedPace(fleet, paced.limits, { timers: systemTimers, onSlowed }) },
      untilEmpty: untilEmpty === true,
      signal: signals.abort,
      stop: signals.signal,
      onEvent: (event) => log(sanitise(textOf(event))),
    });
    return signals.exitCode() ?? codeOf(result);
  } finally {
    signals.stop();
  }
}

/** A worker that could ask nothing of what was there has the wrong versions, files or keys. */
function codeOf({ blocks, served }: WorkResult): number {
  log(`${blocks} ${blocks === 1 ? "block was" : "blocks were"} asked`);
  return served ? exitCodes.fine : exitCodes.usage;
}

function textOf(event: WorkEvent): string {
  switch (event.kind) {
    case "refused":
      return `${event.plan}: not taken: ${event.reasons.join("; ")}`;
    case "taken":
      return `asking ${blockText(event.block)}`;
    case "done":
      return `done: ${blockText(event.block)}`;
    case "given-back":
      return `given back: ${blockText(event.block)}`;
    case "lost":
      return `${blockText(event.block)} went to another worker, since this one did not report in time`;
    case "failed":
      return `failed, and is retried at most three times: ${blockText(event.block)}: ${event.reason}`;
    default:
      return unreachable(event);
  }
}
