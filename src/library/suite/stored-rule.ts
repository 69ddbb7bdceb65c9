import type { StoredRun } from "../../runner/store/stored-run.js";
import type { SequentialRule } from "../../verdict/statistics/sequential-test.js";

/** The rule by which a stored run stopped its trials; undefined: their number was fixed before, or the rule is invalid. */
export function storedRule({ sequential }: Pick<StoredRun, "sequential">): SequentialRule | undefined {
  const { acceptable, unacceptable, alpha, cap } = sequential ?? {};
  const isRule = [acceptable, unacceptable, alpha, cap].every((one) => typeof one === "number" && one > 0);
  if (!isRule || acceptable === undefined || unacceptable === undefined) return undefined;
  return alpha === undefined || cap === undefined ? undefined : { acceptable, unacceptable, alpha, cap };
}
