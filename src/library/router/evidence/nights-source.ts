import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { HintedError } from "../../../source/hinted-error.js";
import { type LeftCell, type ReturnedCell, steer } from "../../../verdict/nights/steering.js";
import { formatPath } from "../../format-path.js";
import { nightStamp } from "../../nights/store/cell-cache.js";
import { decodeBaseline } from "../../nights/store/decode-baseline.js";
import { historyFiles, nightsIn } from "../../nights/store/read-night.js";
import { evidenceOf } from "./line-evidence.js";
import type { EvidenceSettings, EvidenceSource } from "./reading.js";
import { stampOf } from "./stamp.js";
import { type NightCache, steeringNights } from "./steering-nights.js";

/** The evidence of a history of nights: what the gate has confirmed, and what was red in the baseline. */
export function nightsSource(folder: string, { maxAgeDays, features, unmeasured }: EvidenceSettings): EvidenceSource {
  const place = formatPath(folder);
  const cache: NightCache = { gated: new Map(), earlier: new Map() };
  return {
    place,
    stamp: () => {
      const nights = nightsIn(folder).map((id) => `${id} ${nightStamp(folder, id)}`);
      return nights.length === 0 ? "" : [stampOf([join(folder, historyFiles.baseline)]), ...nights].join("\n");
    },
    read: () => {
      const { nights, passedOver } = steeringNights(folder, baselineIn(folder, place), cache);
      const { left, returned } = steer(nights.map(({ night }) => night));
      const places = new Map(nights.flatMap((night) => [...night.places]));
      const said = [...left].flatMap(([cell, one]) => {
        const of = places.get(cell);
        const { because: state, since: night, seen } = one;
        return of === undefined ? [] : [{ cell, of, state, night, seen, text: leftText(cell, one) }];
      });
      const evidence = evidenceOf(said, features);
      return {
        measured: { cells: [], nights: evidence.nights, maxAgeDays },
        warnings: [...unmeasured, ...passedOverText(place, passedOver), ...evidence.warnings],
        returned: new Map([...returned].map(([cell, one]) => [cell, returnedText(cell, one)])),
      };
    },
  };
}

function baselineIn(folder: string, place: string) {
  if (nightsIn(folder).length === 0) {
    const hint = "`llm-parity run --gate` or `llm-parity history add RUN` appends one.";
    throw new HintedError(`${place}: the history has no night`, hint);
  }
  const file = join(folder, historyFiles.baseline);
  if (existsSync(file)) return decodeBaseline(readFileSync(file, "utf8"), formatPath(file));
  const hint = "Pin one: llm-parity baseline pin. Until then no night can confirm a regression.";
  throw new HintedError(`${place}: the history has no baseline`, hint);
}

function passedOverText(place: string, nights: readonly string[]): readonly string[] {
  if (nights.length === 0) return [];
  const why = "a simulator answered, or --trials auto chose their numbers";
  return [`${place}: ${nights.join(", ")} leave out no model: ${why}`];
}

const words = {
  regressed: "regressed",
  "regressed-2-of-3": "regressed (2 of 3)",
  "column-regressed": "regressed with its column",
  "red-in-baseline": "fails as in the baseline",
} as const;

function leftText(cell: string, { because, since, seen, bad }: LeftCell): string {
  const last = seen === since ? "" : `, measured last in that of ${seen}`;
  return `${cell} ${words[because]}, since the night of ${since} (${bad.bad} of ${bad.eligible} bad)${last}`;
}

function returnedText(cell: string, { night, left }: ReturnedCell): string {
  if (left.fixed === null) return `${cell} does not fail in the night of ${night}`;
  return `${cell} was fixed in the night of ${left.fixed}, and good in those of ${[...left.goodNights, night].join(", ")}`;
}
