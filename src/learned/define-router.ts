import { z } from "zod";
import type { SourceDocument } from "../source/source-document.js";
import { validate } from "../source/validate.js";
import { requireChoice, type TrainingSet } from "./data/training-set.js";
import { modelFile, type Trained } from "./model-file.js";
import type { Ranked } from "./ranking.js";
import { TrainingError } from "./training-error.js";

/** What every router says about itself. */
export type RouterFacts = {
  readonly name: string;
  /** Its names in the seed system. */
  readonly aliases: readonly string[];
  /** What it does, for `list-routers`. */
  readonly sentence: string;
  /** false: it is made from `llm_data` alone and learns from no rows. */
  readonly isTrainable: boolean;
  readonly needsEmbedding: boolean;
  /** Keys of `hparam` that are taken for the seed's sake and have no effect here, and why. */
  readonly withoutEffect: { readonly [key: string]: string };
  /** Keys of `hparam` that stand at the top of the training file instead. */
  readonly topLevel: readonly string[];
};

/** A router as its file writes it. `rank` gives best first. */
export type OwnRouter<Hparam extends z.ZodObject, Stored, Body> = RouterFacts & {
  readonly hparam: Hparam;
  /** What it learned: as it stands in the file, and as it is used. */
  readonly body: z.ZodType<Body, Stored>;
  readonly train: (set: TrainingSet, hparam: z.output<Hparam>) => Stored;
  readonly rank: (body: Body, embedding: readonly number[]) => readonly Ranked[];
};

/** A model file that was read: what it was trained on, and its ranking of a query's embedding, best first. */
export type OpenModel = {
  readonly router: LearnedRouter;
  readonly trained: Trained;
  /** `embedding` may be empty where `router.needsEmbedding` is false. Throws {@link TrainingError} for another length. */
  readonly rank: (embedding: readonly number[]) => readonly Ranked[];
};

/** A router as the rest of the program sees it: what its body is stays its own business. */
export type LearnedRouter = RouterFacts & {
  readonly hparam: z.ZodObject;
  /** The body of a model file, and the `hparam` in full. Throws {@link TrainingError}. */
  readonly train: (set: TrainingSet, hparam: unknown) => { readonly body: unknown; readonly hparam: Trained["hparam"] };
  /** Throws SourceError where the document is no model file of this router. */
  readonly open: (document: SourceDocument) => OpenModel;
};

/** Hides a router's own types behind its two schemas. */
export function defineRouter<Hparam extends z.ZodObject, Stored, Body>(
  own: OwnRouter<Hparam, Stored, Body>,
): LearnedRouter {
  const file = modelFile(own.name, own.body);
  const router: LearnedRouter = {
    ...own,
    train: (set, given) => {
      const hparam = readHparam(own, given);
      if (own.isTrainable) requireChoice(set);
      return { body: own.train(set, hparam), hparam: z.record(z.string(), z.json()).parse(hparam) };
    },
    open: (document) => {
      const { trained, body } = validate(file, document);
      const rank = (embedding: readonly number[]): readonly Ranked[] => {
        if (own.needsEmbedding) requireLength(trained, embedding);
        return own.rank(body, embedding);
      };
      return { router, trained, rank };
    },
  };
  return router;
}

function readHparam<Hparam extends z.ZodObject>(
  own: { readonly name: string; readonly hparam: Hparam },
  given: unknown,
): z.output<Hparam> {
  const read = own.hparam.safeParse(given);
  if (read.success) return read.data;
  const known = Object.keys(own.hparam.shape).join(", ");
  throw new TrainingError(
    `hparam of ${own.name}: ${z.prettifyError(read.error)}`,
    `known: ${known === "" ? "none" : known}`,
  );
}

function requireLength({ embedder }: Trained, embedding: readonly number[]): void {
  const wanted = embedder?.dimensions ?? 0;
  if (embedding.length === wanted) return;
  const message = `the embedding has ${embedding.length} numbers, and the model was trained on ${wanted}`;
  throw new TrainingError(message, `embed queries with ${embedder?.id ?? "the embedder of the training"}`);
}
