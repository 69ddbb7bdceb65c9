import { type Encoded, noAliases } from "../../../adapters/adapter.js";
import { adapterFor } from "../../../adapters/registry.js";
import { foldAsync } from "../../../chat/fold.js";
import type { Target } from "../../../chat/target.js";
import { responseOf } from "../../../runner/trial/second-reading.js";
import type { Transcript, Turn } from "../../../transcript/transcript.js";
import { headerOf } from "../../../wire/exchange.js";
import type { HarEntry } from "../../../wire/har/har.js";
import { canonicalJson, parseJson } from "../../../wire/json.js";
import type { BundleSources } from "../bundle-sources.js";
import { keyOf } from "./case-cells.js";
import { callsDiffer } from "./compare-calls.js";
import { repliesDiffer, saysNothing } from "./compare-replies.js";

/** A turn whose bytes say something else than its transcript. `file`: in `wire/`. */
export type Disagreement = {
  readonly file: string;
  readonly trial: number;
  readonly step: string;
  readonly client: "sdk" | "http";
  /** What differs, one sentence each. */
  readonly says: readonly string[];
};

/**
 * Decodes the bytes of every turn anew with our own decoders, encodes its request anew, and lists where the transcript says something
 * else. The official SDK may read a broken reply in its own way, so that `client` matters.
 */
export async function checkReadings({
  facts,
  transcripts,
  recordings,
}: BundleSources): Promise<readonly Disagreement[]> {
  const found: Disagreement[] = [];
  for (const cell of facts.cells) {
    const target = facts.targets.find(({ id }) => id === cell.target);
    const entries = recordings.get(cell.file)?.entries ?? [];
    if (target === undefined) continue;
    for (const transcript of transcripts.filter((one) => keyOf(one.cell) === keyOf(cell))) {
      const own = entries.filter(({ trial }) => trial === transcript.trial);
      found.push(...(await disagreements(transcript, { file: cell.file, target, entries: own })));
    }
  }
  return found;
}

type Recorded = { readonly file: string; readonly target: Target; readonly entries: readonly HarEntry[] };

async function disagreements(
  { turns, trial, cell, provenance }: Transcript,
  { file, target, entries }: Recorded,
): Promise<readonly Disagreement[]> {
  const found: Disagreement[] = [];
  for (const turn of turns) {
    const number = turn.attempts.at(-1)?.exchange ?? null;
    const entry = number === null ? null : entries[number];
    const says =
      entry === null ? unsent(turn) : await compared(turn, { target, entry, client: cell.client, provenance });
    if (says.length > 0) found.push({ file, trial, step: turn.step, client: cell.client, says });
  }
  return found;
}

/** A turn of which no bytes were kept has no reply that anything could be said about. */
function unsent({ reply }: Turn): readonly string[] {
  return saysNothing(reply) ? [] : ["its bytes are not here"];
}

type Sent = {
  readonly target: Target;
  readonly entry: HarEntry | undefined;
  readonly client: "sdk" | "http";
  readonly provenance: Transcript["provenance"];
};

async function compared(turn: Turn, { target, entry, client, provenance }: Sent): Promise<readonly string[]> {
  if (entry === undefined) return ["its bytes are not here"];
  const adapter = await adapterFor(target.api);
  const encoded = adapter.encode(turn.request, { target, policy: "faithful" });
  const isSent = encoded.kind === "encoded" && sameBody(encoded, entry) && sameHeaders(encoded, entry);
  const path = encoded.kind === "encoded" ? encoded.path : null;
  const attempt = turn.attempts.at(-1);
  const { requestId } = turn.reply;
  const call = attempt === undefined ? [] : callsDiffer({ attempt, requestId, provenance, path }, entry.exchange);
  const request = [...(isSent ? [] : ["the request is not the one that the transcript has"]), ...call];
  const response = responseOf(entry.exchange);
  if (response === null) return saysNothing(turn.reply) ? request : [...request, "no response arrived"];
  const reply = await foldAsync(adapter.read(response, { target, aliases: noAliases }));
  return [...request, ...repliesDiffer(turn.reply, reply, client)];
}

/** Headers that a request has beside those of its API, such as betas. */
function sameHeaders({ headers = [] }: Encoded, { exchange }: HarEntry): boolean {
  return headers.every(([name, value]) => headerOf(exchange.request.headers, name) === value);
}

function sameBody({ body, text }: Encoded, { exchange }: HarEntry): boolean {
  const bytes = Buffer.from(exchange.request.body ?? new Uint8Array()).toString("utf8");
  if (text !== undefined) return bytes === text;
  const sent = parseJson(bytes);
  return sent.ok && canonicalJson(sent.value) === canonicalJson(body);
}
