import { corpusAt } from "./corpus-at.js";

export { type IndexRow, rowKey } from "./corpus-at.js";

const corpus = corpusAt("corpus");

/** Real recordings of other projects. */
export const corpusFolder = corpus.folder;
export const hasCorpus = corpus.isThere;
export const corpusTitle = corpus.title;
export const corpusIndex = corpus.index;
export const readCorpus = corpus.read;
export const below = corpus.below;
