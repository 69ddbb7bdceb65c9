import { remember } from "../remember.js";
import { datesDiffer } from "./model-date.js";
import { isKnownAlias, isOpenId, isPlaceholder } from "./open-ids.js";
import { type ModelName, readModelId } from "./read-model-id.js";

/**
 * How the model that answered differs from the one that was asked for. `undetermined`: the ids differ, and do not say whether
 * the models do.
 */
export type ModelDifference =
  | "other-family"
  | "other-variant"
  | "other-version"
  | "other-size"
  | "other-snapshot"
  | "undetermined";

/**
 * Compares two ids of models, whoever wrote them. Null: they name the same model, or nothing can be said: the asked id leaves the
 * choice to the service, or stands for something in the account. An id without a date is every snapshot of its model.
 *
 * @example
 * compareModels("us.anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic/claude-4.5-haiku"); // null
 * compareModels("anthropic/claude-opus-5", "deepseek/deepseek-v4-flash"); // "other-family"
 */
export function compareModels(asked: string, served: string): ModelDifference | null {
  return asked === served ? null : differenceOfPair(JSON.stringify([asked, served]));
}

const differenceOfPair = remember(1_000, (pair) => {
  const [asked, served] = JSON.parse(pair) as [asked: string, served: string];
  return differenceOfIds(asked, served);
});

function differenceOfIds(asked: string, served: string): ModelDifference | null {
  if (isOpenId(asked) || isPlaceholder(served) || isKnownAlias(asked, served)) return null;
  if (asked.trim().toLowerCase() === served.trim().toLowerCase()) return null;
  return differenceOf(readModelId(asked), readModelId(served));
}

function differenceOf(asked: ModelName, served: ModelName): ModelDifference | null {
  if (asked.families.length === 0 || served.families.length === 0)
    return isAlike(asked, served) ? null : "undetermined";
  if (!asked.families.some((family) => served.families.includes(family))) return "other-family";
  if (!isSame(asked.variants, served.variants)) {
    return isFamilyAlone(asked) || isFamilyAlone(served) ? "undetermined" : "other-variant";
  }
  if (!isSame(asked.families, served.families)) return "undetermined";
  if (asked.version !== "" && served.version !== "" && asked.version !== served.version) return "other-version";
  if (sizesDiffer(asked.sizes, served.sizes) || sizesDiffer(asked.contexts, served.contexts)) return "other-size";
  if (datesDiffer(asked.date, served.date)) return "other-snapshot";
  return isSame(asked.unknown, served.unknown) ? null : "undetermined";
}

/** True for `claude` or `gemini`, which may stand for any model of the family. A version or a size without a variant is a model. */
function isFamilyAlone({ variants, version, sizes, unknown }: ModelName): boolean {
  return variants.length === 0 && version === "" && sizes.length === 0 && unknown.length === 0;
}

/** Without a family only equal words count: `acme/foo-2` and `foo-2`. */
function isAlike(asked: ModelName, served: ModelName): boolean {
  return (
    isSame(asked.unknown, served.unknown) &&
    isSame(asked.families, served.families) &&
    isSame(asked.variants, served.variants) &&
    isSame(asked.sizes, served.sizes) &&
    asked.version === served.version &&
    !datesDiffer(asked.date, served.date)
  );
}

/** One id often leaves a size out: `qwen3-235b` is `qwen3-235b-a22b`. */
function sizesDiffer(asked: readonly string[], served: readonly string[]): boolean {
  return !asked.every((size) => served.includes(size)) && !served.every((size) => asked.includes(size));
}

function isSame(asked: readonly string[], served: readonly string[]): boolean {
  return asked.length === served.length && asked.every((word) => served.includes(word));
}
