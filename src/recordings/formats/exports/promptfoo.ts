import { buildInteraction } from "../../build-interaction.js";
import { type InteractionPlace, RecordingError } from "../../format.js";
import type { Interaction } from "../../interaction.js";
import { listOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import { rowFormat } from "../../records/row-format.js";
import { jsonObjectOf } from "./exported-exchange.js";

/**
 * Results of promptfoo, `promptfoo eval -o results.json`: those whose `response.raw` is the body of the provider's reply
 * (promptfoo/promptfoo src/types/providers.ts, `ProviderResponse`; read 2026-11-28). The request is a template's text only, so it
 * is not read.
 */
export const promptfoo = rowFormat({
  id: "promptfoo",
  title: "promptfoo results (JSON)",
  telltale: /"(?:evalId|promptIdx|tokenUsage|gradingResult|results)"/,
  damaged: /"evalId": ?|"results": ?\{\s*"version": ?\d/,
  unwrap: resultsIn,
  isRecord: (record) =>
    objectOf(memberOf(record, "response")) !== null &&
    memberOf(record, "provider") !== undefined &&
    memberOf(record, "prompt") !== undefined,
  readRecord: (record, place) => readResult(objectOf(record) ?? {}, place),
});

/** `results.results` since version 2, `results` before. */
function resultsIn(row: unknown): readonly unknown[] {
  const results = memberOf(row, "results");
  return listOf(memberOf(results, "results")) ?? listOf(results) ?? [row];
}

function readResult(result: Members, place: InteractionPlace): Interaction {
  const stored = memberOf(result["response"], "raw");
  const body = jsonObjectOf(stored);
  if (body === null) throw new RecordingError(place, "the result does not hold the raw reply of its provider");
  const isText = textOf(stored) !== null;
  const bytes = new TextEncoder().encode(isText ? (textOf(stored) ?? "") : JSON.stringify(body));
  return buildInteraction({
    ...place,
    format: "promptfoo",
    request: null,
    response: { status: null, headers: [["content-type", "application/json"]], body: bytes },
    recordedAt: null,
    losses: [...(isText ? [] : (["wire-text", "key-order"] as const)), "response-headers"],
    notes: memberOf(result["response"], "cached") === true ? ["a cached reply"] : [],
  });
}
