import type { MissingControl } from "../../attribution/attribution.js";
import { callsToTell } from "../../attribution/controls/separates.js";
import { rewrites } from "../../attribution/places.js";
import { placeOf } from "../places/part-between.js";
import type { ExperimentPlace } from "../places/place.js";
import type { Result } from "../result.js";

/**
 * How another provider rewrites the factors of a cause before the model sees them, so that it is no control of them; null: none of the
 * places that were asked does.
 */
export function normaliserOf(factors: readonly string[], places: readonly ExperimentPlace[]): string | null {
  const values = Object.fromEntries(factors.map((id) => [id, "failing"]));
  const said = places
    .filter(({ part }) => part === "provider")
    .flatMap(({ target, client }) => rewrites(placeOf({ target, client, served: [] }), values) ?? []);
  return said[0] ?? null;
}

/**
 * The control without which a proved cause has no party: another provider that passes on what the one that was asked rewrites. Null: no
 * such control is lacking.
 */
export function lackedControl(result: Result, places: readonly ExperimentPlace[]): MissingControl | null {
  if (result.kind !== "cause") return null;
  const { factors = [] } = result.cause.names[0] ?? {};
  const isOfProvider = result.cause.seats[0] === "provider" && factors.length > 0;
  if (!isOfProvider || normaliserOf(factors, places) === null) return null;
  const { bad, eligible } = result.rate;
  const further = callsToTell({ bad: 0, eligible: 0, rate: eligible === 0 ? 1 : bad / eligible });
  return {
    control: `the same request at another provider, one that passes ${factors.join(" and ")} on unchanged`,
    tells: "separates the provider's serving from the model",
    calls: further === null ? dear : further.failing + further.control,
  };
}

/** The price where no reasonable number of calls would tell. */
const dear = 400;
