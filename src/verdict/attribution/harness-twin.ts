import { claimRule } from "../statistics/statistics.js";
import type { Exoneration } from "./attribution.js";
import { failsToo, isBelow } from "./controls/separates.js";
import type { HarnessTwin } from "./failing.js";
import { okText } from "./rules/words.js";
import type { Sample } from "./samples.js";
import type { TurnPlace } from "./second-reading.js";

/**
 * The twin of a failing cell: the same case by the other client, else the second reading of the bytes that the official SDK asked for. `turns`:
 * the bad turns of the cell. Null: neither is there, or its numbers do not say.
 */
export function harnessTwin(
  failing: Sample,
  samples: readonly Sample[],
  turns: readonly TurnPlace[],
): HarnessTwin | null {
  const twin = samples.find((one) => isTwin(failing, one));
  return (twin === undefined ? null : askedTwin(failing, twin)) ?? readTwin(failing, turns);
}

/** What a twin that shows the same rules out. */
export function exonerationOf(twin: HarnessTwin | null): readonly Exoneration[] {
  if (twin === null || twin.reads === "otherwise") return [];
  return [{ what: "how llm-parity asks and reads, though not the scenario", because: twin.says }];
}

/** The same case on the same endpoint, by the other client; bytes of a simulator are no twin of a vendor's. */
function isTwin(failing: Sample, other: Sample): boolean {
  if (failing.scenario === null || failing.scenario !== other.scenario) return false;
  if (failing.source !== other.source || failing.endpoint !== other.endpoint) return false;
  const [a, b] = [failing.place, other.place];
  const members = ["model", "provider", "api", "providerModelId", "region", "upstreamPin"] as const;
  return a.client !== b.client && members.every((member) => a[member] === b[member]);
}

function askedTwin(failing: Sample, twin: Sample): HarnessTwin | null {
  const by = twin.place.client === "sdk" ? "the official SDK" : "our own client";
  const counts = `${okText(twin)}, and ${okText(failing)} by ${by === "the official SDK" ? "our own client" : "the official SDK"}`;
  if (isBelow(twin, failing, claimRule.alpha))
    return { by, reads: "otherwise", says: `The same case by ${by} is fine: ${counts}${markOf(failing)}.` };
  if (!failsToo(twin) || 2 * twin.bad * failing.eligible < failing.bad * twin.eligible) return null;
  return { by, reads: "alike", says: `The same case by ${by} fails too: ${counts}${markOf(failing)}.` };
}

/** With `--client both` the official SDK asks and reads, and our own decoder reads its bytes. */
function readTwin(failing: Sample, turns: readonly TurnPlace[]): HarnessTwin | null {
  const readings = turns.flatMap(({ turn }) => turn.otherReading ?? []);
  if (failing.place.client !== "sdk" || readings.length === 0) return null;
  if (readings.some(({ differences }) => differences.length > 0)) return null;
  const replies = readings.length === 1 ? "bad reply" : "bad replies";
  return {
    by: "the official SDK",
    reads: "alike",
    says: `The official SDK asked, and our own decoder reads the same as it in ${readings.length} of ${readings.length} ${replies}${markOf(failing)}.`,
  };
}

function markOf({ source }: Sample): string {
  if (source === "simulated") return " (SIMULATED)";
  return source === "authored" ? " (DEMO)" : "";
}
