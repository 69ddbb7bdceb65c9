import { counted } from "../../report/counted.js";
import { isDay } from "../../verdict/nights/calendar.js";
import { type PinnedNights, pinNights } from "../../verdict/nights/pin-nights.js";
import type { StoredNight } from "../../verdict/nights/stored-night.js";
import { gateSizes } from "../../verdict/regression/gate-kinds.js";
import type { GateKind } from "../../verdict/regression/gate-result.js";
import { UsageError } from "../usage-error.js";
import type { History } from "./history.js";

/** Which nights are pinned. `nights`: picked by hand; []: the newest `most`. `reason` null: none was given. */
export type PinWords = {
  readonly nights: readonly string[];
  readonly most: number;
  readonly reason: string | null;
  readonly kind: GateKind;
};

/** Pins a baseline in place of the earlier one. Throws UsageError for too few nights, nights that are not there, and a choice without a reason. */
export async function pinHistory(history: History, words: PinWords): Promise<PinnedNights> {
  refuseUnexplained(words);
  const nights =
    words.nights.length === 0 ? await newestNights(history, words.most) : await named(history, words.nights);
  const { baselineNights } = gateSizes[words.kind];
  if (nights.length < baselineNights) {
    throw new UsageError(
      `a baseline of gate ${words.kind} needs ${baselineNights} nights, and ${words.nights.length === 0 ? `${history.place} has ${nights.length}` : `${nights.length} were named`}`,
      { hint: "Until then every night is learning: it is kept, and nothing is compared." },
    );
  }
  const pinned = pinNights(nights, words);
  await history.pin(pinned.baseline);
  return pinned;
}

/** Nights that are picked by hand can hide a regression, so that the baseline says why. */
function refuseUnexplained({ nights, reason }: PinWords): void {
  if (nights.length > 0 && (reason ?? "").trim() === "") {
    throw new UsageError("nights that are picked by hand need --reason", {
      hint: "The baseline keeps it. Without names, the newest nights are pinned.",
    });
  }
  if (nights.length === 0 && reason !== null) {
    throw new UsageError("--reason has no effect without nights", { hint: "Name the nights, or leave it out." });
  }
}

async function newestNights(history: History, most: number): Promise<readonly StoredNight[]> {
  const nights = await history.last(most);
  return nights.filter((night) => autoRun(night) === null && night.lines.some(({ trials }) => trials.eligible > 0));
}

async function named(history: History, ids: readonly string[]): Promise<readonly StoredNight[]> {
  const wanted = [...new Set(ids)].sort();
  const nights = await Promise.all(wanted.map((id) => (isDay(id) ? history.night(id) : null)));
  const missing = wanted.filter((_, at) => nights[at] === null);
  if (missing.length > 0) {
    const known = await history.ids();
    throw new UsageError(`${history.place} has no night ${missing.join(", ")}`, {
      hint: `It has ${counted(known.length, "night")}${known.length === 0 ? "" : `, from ${known[0]} to ${known.at(-1)}`}.`,
    });
  }
  const found = nights.filter((night) => night !== null);
  const auto = found.find((night) => autoRun(night) !== null);
  if (auto !== undefined) {
    throw new UsageError(
      `night ${auto.id}: run ${autoRun(auto)} was made with --trials auto, and is no part of a baseline`,
      {
        hint: "Its numbers of trials depend on the outcomes. Leave the night out.",
      },
    );
  }
  return found;
}

/** The first run of a night that was made with `--trials auto`; null: none was. */
export function autoRun({ runs }: Pick<StoredNight, "runs">): string | null {
  return runs.find(({ sequential }) => sequential)?.id ?? null;
}
