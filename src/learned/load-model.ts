import { z } from "zod";
import { failWith } from "../source/fail-with.js";
import { issueAt } from "../source/issue-at.js";
import { maxDataBytes, parseJsonData } from "../source/json-data.js";
import { readSourceFile } from "../source/read-file.js";
import type { SourceDocument } from "../source/source-document.js";
import { suggestion } from "../source/suggest.js";
import { validate } from "../source/validate.js";
import type { OpenModel } from "./define-router.js";
import type { Embedder } from "./embed/embedder.js";
import { formatVersion } from "./model-file.js";
import type { Ranked } from "./ranking.js";
import { learnedRouters, lookUpRouter } from "./registry.js";

/**
 * Reads a model file. `embedder`: the embedder for queries. Throws SourceError when the file is not a valid model file or
 * was trained with another embedder.
 *
 * @example
 * const embedder = openEmbedder(defaultEmbedding, { exchange, environment: process.env });
 * const model = loadModel("models/knn.json", embedder);
 * const [best] = await rankQuery(model, "Sort this list", { embedder, signal });
 */
export function loadModel(file: string, embedder: Embedder): OpenModel {
  return openModel(parseJsonData(readSourceFile(file, { maxBytes: maxDataBytes }), file), embedder);
}

/** As {@link loadModel}, from a parsed document. */
export function openModel(document: SourceDocument, embedder: Embedder): OpenModel {
  const head = validate(z.looseObject({ formatVersion: z.literal(formatVersion), router: z.string() }), document);
  const router = lookUpRouter(head.router);
  if (router === null) {
    const names = learnedRouters.map(({ name }) => name);
    const hint = suggestion(head.router, names, "routers");
    throw failWith([issueAt(document, { path: ["router"] }, { message: `there is no router "${head.router}"`, hint })]);
  }
  const model = router.open(document);
  requireEmbedder(model, { embedder, document });
  return model;
}

/** Ranks the models for a query, best first. Embeds the query only if the router needs it. */
export async function rankQuery(
  model: OpenModel,
  query: string,
  { embedder, signal }: { readonly embedder: Embedder; readonly signal: AbortSignal },
): Promise<readonly Ranked[]> {
  if (!model.router.needsEmbedding) return model.rank([]);
  const [embedding] = await embedder.embed([query], signal);
  return model.rank(embedding ?? []);
}

function requireEmbedder(
  { router, trained }: OpenModel,
  { embedder, document }: { readonly embedder: Embedder; readonly document: SourceDocument },
): void {
  const used = trained.embedder?.id ?? "none";
  if (!router.needsEmbedding || used === embedder.id) return;
  const message = `the model was trained with the embedder ${used}, and queries would be embedded with ${embedder.id}`;
  const hint = `configure the embedder ${used}, or train the model again with ${embedder.id}`;
  throw failWith([issueAt(document, { path: ["trained", "embedder", "id"] }, { message, hint })]);
}
