import { regionFor } from "../../../adapters/bedrock/aws-credentials.js";
import type { Rename } from "../../../runner/store/atomic-write.js";
import { EvidenceError } from "../../../runner/store/evidence-error.js";
import type { Catalog } from "../../../scenario/catalog.js";
import { decideRecheck, pairsToAsk, type RecordedCase } from "../../../verdict/evidence/recheck-decision.js";
import type { RecheckFile } from "../../../verdict/evidence/recheck-file.js";
import { UsageError } from "../../usage-error.js";
import { clientVersions } from "../../versions.js";
import { type ArmPair, armsOf } from "./again-arm.js";
import type { AskedPair } from "./ask-pair.js";
import { type AgainEvent, askServices, requireLimit, type ServiceOptions } from "./ask-services.js";
import { lockBundle } from "./bundle-lock.js";
import { ownArms } from "./own-arms.js";
import { type PairReach, reachArms } from "./reach-arms.js";
import { readRecheckSource } from "./read-recheck-source.js";
import type { RecheckSource } from "./recheck-source.js";
import { recordedCase } from "./recorded-case.js";
import { saveRecheck } from "./save-recheck.js";

/**
 * What happens while a recheck asks. `plan`: before the first call; `calls`, `of`: the most that are made. `decided`: after the last one,
 * before the bundle is written to: a full disk does not take the result.
 */
export type RecheckEvent = AgainEvent | { readonly kind: "decided"; readonly recheck: RecheckFile };

export type RecheckOptions = ServiceOptions & {
  readonly catalog: Catalog;
  /** Null: as many as the record needs, see `pairsToAsk`. */
  readonly pairs: number | null;
  /** Of a target whose address is not in our own files; null: none. */
  readonly baseUrl: string | null;
  readonly now: () => Date;
  readonly onEvent: (event: RecheckEvent) => void;
  /** How the bundle is read; default: {@link readRecheckSource}. */
  readonly read?: (bundle: string) => Promise<RecheckSource>;
  /** See `appendFiles`. */
  readonly move?: Rename;
};

/** `file`: its path in the bundle; null: nothing was asked, and nothing is kept. */
export type Recheck = { readonly file: string | null; readonly recheck: RecheckFile };

/**
 * Asks the two requests of a bundle again, decides whether it still fails, and adds calls, bytes and decision to the bundle. One process
 * at a time: throws LockedError for another. Throws UsageError for a bundle that cannot be asked again (2), without credentials (3), and
 * where no simulator answers (4); the bundle is then as it was.
 */
export async function recheckBundle(bundle: string, options: RecheckOptions): Promise<Recheck> {
  requireLimit(options, "a recheck");
  const lock = await lockBundle(bundle);
  try {
    const source = await (options.read ?? readRecheckSource)(bundle);
    refuseOtherKind(source, options);
    const prepared = await prepare(source, options);
    const { recheck, entries, versions } = await askAndDecide(prepared, source.previous, options);
    options.onEvent({ kind: "decided", recheck });
    if (entries.length === 0) return { file: null, recheck };
    const kept = { file: recheck, entries, arm: prepared.arms.failing, versions };
    const moved = options.move === undefined ? {} : { move: options.move };
    const saving = { drafts: lock.folder, redactor: prepared.reach.redactor, ...moved };
    return { file: await saveRecheck(bundle, kept, saving).catch(notKept(bundle)), recheck };
  } finally {
    await lock.release();
  }
}

function notKept(bundle: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new EvidenceError(`${bundle}: the recheck is not kept: ${error.message}`, "The bundle is as it was before.");
  };
}

/** Bytes of a vendor and of a simulator compare nothing, and a vendor's bundle holds no simulated ones. */
function refuseOtherKind({ mark }: RecheckSource, { simulator }: RecheckOptions): void {
  if (mark !== null && simulator === null) {
    throw new UsageError("no vendor sent the bytes of this bundle, so there is nothing to compare a vendor with", {
      hint: "Ask a simulator with --simulator URL.",
    });
  }
  if (mark === null && simulator !== null) {
    throw new UsageError(
      "a vendor sent the bytes of this bundle, and a simulator cannot show what the vendor does today",
      {
        hint: "Ask the vendor with --live and --max-cost USD.",
      },
    );
  }
}

type Prepared = { readonly arms: ArmPair; readonly recorded: RecordedCase; readonly reach: PairReach };

async function prepare(source: RecheckSource, options: RecheckOptions): Promise<Prepared> {
  const { catalog, baseUrl, simulator, environment } = options;
  const region = regionFor(null, environment);
  const arms = ownArms(source.arms, { catalog, region, baseUrl, asksSimulator: simulator !== null });
  const recorded = await recordedCase(arms, source.cells);
  const targets = [...new Set(armsOf(arms).map(({ target }) => target))];
  return { arms, recorded, reach: await reachArms(targets, options) };
}

type Decided = Pick<AskedPair, "entries"> & {
  readonly recheck: RecheckFile;
  readonly versions: { readonly [name: string]: string };
};

async function askAndDecide(prepared: Prepared, previous: string, options: RecheckOptions): Promise<Decided> {
  const { recorded } = prepared;
  const versions = await clientVersions("http");
  const pairs = options.pairs ?? pairsToAsk(recorded.failing);
  const seed = Number.parseInt(previous.slice(0, 8), 16);
  const askedAt = options.now().toISOString();
  const { calls, entries, ended } = await askServices({ ...prepared.arms, pairs, seed }, prepared.reach, options);
  const { decision, says } = decideRecheck(calls, recorded);
  const { findings, failing, working, redacted } = recorded;
  const recheck: RecheckFile = {
    schemaVersion: 1,
    askedAt,
    program: versions["llm-parity"] ?? "unknown",
    mark: options.simulator === null ? null : "SIMULATED",
    previous,
    pairs,
    seed,
    ended,
    recorded: { findings: [...findings], failing, working, redacted: [...redacted] },
    decision,
    says: [...says],
    calls: [...calls],
  };
  return { recheck, entries, versions };
}
