import { requestIdOf } from "../../../adapters/request-id.js";
import type { Transcript, Turn } from "../../../transcript/transcript.js";
import type { RecordedExchange } from "../../../wire/exchange.js";

/** What a transcript knows of the call beside its reply. `path`: the end of its path, as the adapter writes it. */
export type KnownCall = {
  readonly attempt: Turn["attempts"][number];
  readonly requestId: string | null;
  readonly provenance: Transcript["provenance"];
  readonly path: string | null;
};

/** Where a recorded call was made, when, and under which id: what of it the transcript says otherwise, one sentence each. */
export function callsDiffer(known: KnownCall, { request, startedAt, response }: RecordedExchange): readonly string[] {
  const { attempt, requestId, provenance, path } = known;
  const url = new URL(request.url);
  const recorded = response === null ? null : requestIdOf(response.headers);
  const endpoint =
    provenance.endpoint !== null && URL.canParse(provenance.endpoint) ? new URL(provenance.endpoint) : null;
  return [
    ...differs("startedAt", attempt.startedAt, startedAt),
    ...differs("requestId", requestId, recorded),
    ...differs("host", endpoint?.host ?? null, url.host),
    ...(path === null || url.pathname.endsWith(path) ? [] : [`path: ${path} ≠ ${url.pathname}`]),
  ];
}

/** Null on either side is not known, which contradicts nothing. */
function differs(name: string, known: string | null, recorded: string | null): readonly string[] {
  return known === null || recorded === null || known === recorded ? [] : [`${name}: ${known} ≠ ${recorded}`];
}
