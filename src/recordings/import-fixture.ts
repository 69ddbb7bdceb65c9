import { adapterFor, spokenApi } from "../adapters/registry.js";
import type { JsonObject } from "../chat/json.js";
import { plainRequest } from "../chat/request.js";
import type { Target } from "../chat/target.js";
import type { RecordedExchange, WireRequest } from "../wire/exchange.js";
import type { HarEntry, HarFile } from "../wire/har/har.js";
import { privateNote } from "../wire/har/private-har.js";
import type { Interaction, Loss } from "./interaction.js";
import { losses } from "./interaction.js";
import type { ObservedExchange } from "./observe.js";

/** The host in a fixture whose recording has lost the real one. No such host can exist (RFC 2606). */
export const lostHost = "not-recorded.invalid";

/** The date of an exchange without a recorded time: HAR requires a date. */
export const unknownTime = "1970-01-01T00:00:00.000Z";

/** One interaction of a source file, and the exchange it was read as. */
export type Imported = { readonly interaction: Interaction; readonly exchange: ObservedExchange };

/**
 * Makes the fixture of all interactions of one source file with one target, in order. `imported.losses` lists what the
 * source has lost. A missing request is replaced by one user message that says so, and listed there as `request`. Throws
 * RangeError for an empty list.
 *
 * @example
 * const observation = await observe(interaction);
 * if (observation.kind === "exchange") {
 *   const fixture = await importFixture([{ interaction, exchange: observation.exchange }], versions);
 * }
 */
export async function importFixture(all: readonly Imported[], versions: HarFile["meta"]["versions"]): Promise<HarFile> {
  const [first] = all;
  if (first === undefined) throw new RangeError("a fixture needs at least one interaction");
  const { interaction, exchange } = first;
  const times = all.flatMap(({ interaction: { recordedAt } }) => (recordedAt === null ? [] : [recordedAt])).sort();
  return {
    meta: {
      formatVersion: 1,
      source: interaction.after === null ? "recorded" : "authored",
      recordedAt: times[0] ?? null,
      after: interaction.after,
      scenario: "imported",
      scenarioVersion: 0,
      target: fileName(exchange.target.id, "/"),
      note: notesOf(all),
      endpoint: null,
      region: exchange.target.region,
      versions,
      imported: {
        file: interaction.file,
        format: interaction.format,
        losses: lossesOf(all),
        interactions: all.map((one) => one.interaction.interaction),
        ...(hasPrivate(all) ? { isPrivate: true as const } : {}),
      },
    },
    entries: await Promise.all(all.map(entryOf)),
  };
}

/** Turns a text into a valid name of a file or fixture. `keep`: a separator that is left unchanged; default: none. */
export function fileName(text: string, keep = ""): string {
  const plain = [...text].map((one) => (one === keep || /[A-Za-z0-9._@:+-]/.test(one) ? one : "-")).join("");
  return plain
    .split(keep === "" ? "\0" : keep)
    .map((part) =>
      part
        .replaceAll(/\.{2,}/g, ".")
        .replace(/^[^A-Za-z0-9]+/, "")
        .slice(0, 180),
    )
    .map((part) => (part === "" ? "unknown" : part))
    .join(keep === "" ? "" : keep);
}

async function entryOf({ interaction, exchange }: Imported): Promise<HarEntry> {
  return {
    exchange: await recordedExchange(interaction, exchange.target),
    trial: interaction.interaction + 1,
    step: exchange.shape,
    attempt: 1,
    client: "http",
  };
}

/** An interaction as an exchange that can be stored and replayed. A lost status becomes 200. */
export async function recordedExchange(interaction: Interaction, target: Target): Promise<RecordedExchange> {
  const { request, response, chunks, end, error, recordedAt } = interaction;
  return {
    startedAt: recordedAt ?? unknownTime,
    request: request === null ? await placeholderRequest(target) : withHost(request),
    response: response === null ? null : { status: response.status ?? 200, headers: response.headers },
    firstByteMs: response === null ? null : (chunks[0]?.[0] ?? 0),
    chunks: chunks.map(([arrivalMs, bytes]) => [arrivalMs ?? 0, bytes] as const),
    end,
    error,
  };
}

function withHost(request: WireRequest): WireRequest {
  if (URL.canParse(request.url)) return request;
  const path = request.url.replace(/^[a-z]+:\/\/[^/]*/i, "");
  return { ...request, url: `https://${lostHost}${path.startsWith("/") ? "" : "/"}${path}` };
}

async function placeholderRequest(target: Target): Promise<WireRequest> {
  // Of an API that is only read, no request can be written: the form of the reply names the API then.
  if (!spokenApi(target.api).speaks.asks) return placeholder("/", { note: notRecorded });
  const adapter = await adapterFor(target.api);
  const request = plainRequest(target.providerModelId, [
    { role: "user", parts: [{ kind: "text", text: notRecorded }], name: null },
  ]);
  const encoded = adapter.encode(request, { target, policy: "faithful" });
  if (encoded.kind === "refused")
    throw new RangeError(`no placeholder request can be encoded for ${target.id}: ${encoded.message}`);
  return placeholder(encoded.path, encoded.body);
}

const notRecorded = "(the request was not recorded)";

function placeholder(path: string, body: JsonObject): WireRequest {
  return {
    method: "POST",
    url: `https://${lostHost}${path}`,
    headers: [["content-type", "application/json"]],
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
}

function lossesOf(all: readonly Imported[]): readonly Loss[] {
  const found = new Set(all.flatMap(({ interaction }) => interaction.losses));
  return losses.filter((loss) => found.has(loss));
}

function hasPrivate(all: readonly Imported[]): boolean {
  return all.some(({ interaction }) => interaction.isPrivate === true);
}

function notesOf(all: readonly Imported[]): string | null {
  const notes = [
    ...new Set([...(hasPrivate(all) ? [privateNote] : []), ...all.flatMap(({ interaction }) => interaction.notes)]),
  ];
  return notes.length === 0 ? null : notes.join(" ");
}
