import { z } from "zod";
import type { SourceDocument } from "../source/source-document.js";
import { validate } from "../source/validate.js";
import { requireChoice, type TrainingSet } from "./data/training-set.js";
import { modelFile, type Trained } from "./model-file.js";
import type { Ranked } from "./ranking.js";
import { TrainingError } from "./training-error.js";

/** The description of a router. */
export type RouterFacts = {
  readonly name: string;
  /** Its names in the seed. */
  readonly aliases: readonly string[];
  /** What it does, as `list-routers` prints it. */
  readonly sentence: string;
  /** false: it is built from `llm_data` alone and uses no rows. */
  readonly isTrainable: boolean;
  readonly needsEmbedding: boolean;
  /** Keys of `hparam` that are accepted for compatibility with the seed but have no effect → the reason. */
  readonly withoutEffect: { readonly [key: string]: string };
  /** Keys of `hparam` that belong at the top level of the training file instead. */
  readonly topLevel: readonly string[];
};

/** The definition of a router. `rank` returns the best model first. */
export type RouterDefinition<Hparam extends z.ZodObject, Stored, Body> = RouterFacts & {
  readonly hparam: Hparam;
  /** What it learned: `Stored` as in the model file, `Body` as used for ranking. */
  readonly body: z.ZodType<Body, Stored>;
  readonly train: (set: TrainingSet, hparam: z.output<Hparam>) => Stored;
  readonly rank: (body: Body, embedding: readonly number[]) => readonly Ranked[];
};

/** A parsed model file: what it was trained on, and its ranking of a query's embedding, best first. */
export type OpenModel = {
  readonly router: LearnedRouter;
  readonly trained: Trained;
  /** `embedding` may be empty if `router.needsEmbedding` is false. Throws {@link TrainingError} for a wrong length. */
  readonly rank: (embedding: readonly number[]) => readonly Ranked[];
};

/** A router as the rest of the program sees it, without the types of its body. */
export type LearnedRouter = RouterFacts & {
  readonly hparam: z.ZodObject;
  /** Returns the body of a model file and the `hparam` with all defaults. Throws {@link TrainingError}. */
  readonly train: (set: TrainingSet, hparam: unknown) => { readonly body: unknown; readonly hparam: Trained["hparam"] };
  /** Throws SourceError when the document is not a model file of this router. */
  readonly open: (document: SourceDocument) => OpenModel;
};

/**
 * Makes a {@link LearnedRouter} from a definition, and hides its types behind its two schemas.
 *
 * @example
 * export const first = defineRouter({
 *   name: "first", aliases: [], sentence: "Asks the model with the best mean score.",
 *   isTrainable: true, needsEmbedding: false, withoutEffect: {}, topLevel: [],
 *   hparam: z.strictObject({}), body: z.array(z.string()),
 *   train: ({ models }) => [...models], rank: (models) => rankingOf(models, []),
 * });
 */
export function defineRouter<Hparam extends z.ZodObject, Stored, Body>(
  definition: RouterDefinition<Hparam, Stored, Body>,
): LearnedRouter {
  const file = modelFile(definition.name, definition.body);
  const router: LearnedRouter = {
    ...definition,
    train: (set, given) => {
      const hparam = readHparam(definition, given);
      if (definition.isTrainable) requireChoice(set);
      return { body: definition.train(set, hparam), hparam: z.record(z.string(), z.json()).parse(hparam) };
    },
    open: (document) => {
      const { trained, body } = validate(file, document);
      const rank = (embedding: readonly number[]): readonly Ranked[] => {
        if (definition.needsEmbedding) requireLength(trained, embedding);
        return definition.rank(body, embedding);
      };
      return { router, trained, rank };
    },
  };
  return router;
}

function readHparam<Hparam extends z.ZodObject>(
  { name, hparam }: { readonly name: string; readonly hparam: Hparam },
  given: unknown,
): z.output<Hparam> {
  const read = hparam.safeParse(given);
  if (read.success) return read.data;
  const known = Object.keys(hparam.shape).join(", ");
  throw new TrainingError(
    `hparam of ${name}: ${z.prettifyError(read.error)}`,
    `known: ${known === "" ? "none" : known}`,
  );
}

function requireLength({ embedder }: Trained, embedding: readonly number[]): void {
  const expected = embedder?.dimensions ?? 0;
  if (embedding.length === expected) return;
  const message = `the embedding has ${embedding.length} numbers, but the model was trained on ${expected}`;
  throw new TrainingError(message, `embed queries with ${embedder?.id ?? "the embedder used in training"}`);
}
