import { z } from "zod";
import type { StopSignal } from "../../../chat/stop-signal.js";
import type { EmbeddingSettings } from "../../../learned/embed/embedding-settings.js";
import type { SourcePath } from "../../../source/source-document.js";
import type { Choose } from "../decision.js";

/** Ranks the models of a router for a text, best first. Rejects if the embedding fails. */
export type Rank = (
  text: string,
  signal: StopSignal,
) => Promise<readonly { readonly model: string; readonly score: number }[]>;

/** What a strategy may use besides its settings. */
export type StrategyParts = {
  /** Every model of the router, in the order of the file. */
  readonly models: readonly { readonly name: string; readonly description: string }[];
  /** Asks one of the models; resolves with the text of its reply, rejects if it fails. */
  readonly askText: (model: string, prompt: string, signal: StopSignal) => Promise<string>;
  /** Opens a trained model. Throws if the file cannot be read, or is of another router than `router`; null: any. */
  readonly openRanker: (trained: {
    readonly modelFile: string;
    readonly router: string | null;
    readonly embedding: EmbeddingSettings;
  }) => Rank;
  /** Uniform in [0, 1). */
  readonly random: () => number;
};

/** A mistake in the `router` section of the file. */
export type StrategyMistake = {
  /** Below `router`. */
  readonly path: SourcePath;
  readonly of: "key" | "value";
  readonly message: string;
  readonly hint: string;
};

/** A name in the `router` section that must be the name of a model. */
export type NamedModel = { readonly path: SourcePath; readonly of: "key" | "value"; readonly name: string };

/** The definition of a strategy, as its file writes it. */
export type StrategyDefinition<Name extends string, Schema extends z.ZodObject> = {
  /** The value of `strategy` in the file. */
  readonly name: Name;
  /** What it does, for `llm-parity list strategies`. */
  readonly sentence: string;
  /** Its keys in the `router` section. */
  readonly schema: Schema;
  /** True: models whose recorded evidence fails at what the request asks for are always left out. Default: as `compatibility.filter` says. */
  readonly leavesOutFailing?: boolean;
  /** The models that its settings name, to be checked. `isUsed`: this is the strategy in use. Default: none. */
  readonly names?: (settings: z.output<Schema>, isUsed: boolean) => readonly NamedModel[];
  /** The mistakes that prevent its use, such as a missing key. `models`: the names of all models. Default: none. */
  readonly lacks?: (settings: z.output<Schema>, models: readonly string[]) => readonly StrategyMistake[];
  readonly choose: (settings: z.output<Schema>, parts: StrategyParts) => Choose;
};

/** A strategy as the rest of the router sees it; `section` is the whole `router` section of the file. */
export type Strategy<Name extends string = string> = {
  readonly name: Name;
  readonly sentence: string;
  readonly shape: z.ZodRawShape;
  readonly leavesOutFailing: boolean;
  readonly names: (section: object, isUsed: boolean) => readonly NamedModel[];
  readonly lacks: (section: object, models: readonly string[]) => readonly StrategyMistake[];
  readonly choose: (section: object, parts: StrategyParts) => Choose;
};

/**
 * Makes a strategy from its name, its keys and its choice. The file's schema, the accepted names, `/routers` and
 * `llm-parity list strategies` follow from the registry.
 *
 * @example
 * export const cheapest = defineStrategy({
 *   name: "cheapest",
 *   sentence: "the model with the lowest price",
 *   schema: z.object({ prices: z.record(z.string(), z.number()).default({}) }),
 *   choose: ({ prices }) => async (_request, names) => ({ first: lowest(prices, names), reason: "the lowest price" }),
 * });
 */
export function defineStrategy<Name extends string, Schema extends z.ZodObject>(
  definition: StrategyDefinition<Name, Schema>,
): Strategy<Name> {
  const { name, sentence, schema, leavesOutFailing = false, names, lacks, choose } = definition;
  return {
    name,
    sentence,
    shape: schema.shape,
    leavesOutFailing,
    names: (section, isUsed) => names?.(schema.parse(section), isUsed) ?? [],
    lacks: (section, models) => lacks?.(schema.parse(section), models) ?? [],
    choose: (section, parts) => choose(schema.parse(section), parts),
  };
}

/** A model's name: letters, digits and `. _ : / -`, 1 to 100 characters. */
export const modelName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$/, "use letters, digits and . _ : / -");

/** The keys of all strategies, merged into one section. Throws if two strategies declare the same key. */
export function shapesOf(strategies: readonly Pick<Strategy, "name" | "shape">[]): z.ZodRawShape {
  const shapes: { [key: string]: z.core.$ZodType } = {};
  for (const { name, shape } of strategies) {
    for (const [key, schema] of Object.entries(shape)) {
      if (key in shapes) throw new RangeError(`the strategy ${name} declares the key ${key} of another strategy`);
      shapes[key] = schema;
    }
  }
  return shapes;
}

/** The first of the models that may be asked. Throws if there is none. */
export function firstOf(names: readonly string[]): string {
  const [first] = names;
  if (first === undefined) throw new RangeError("there is no model to choose");
  return first;
}
