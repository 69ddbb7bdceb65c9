import { spokenApis } from "../../adapters/registry.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import { type Api, namesOf } from "../../chat/api.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { parseJson } from "../../wire/json.js";
import type { Interaction } from "../interaction.js";
import { askedPath } from "./asked-path.js";
import { knownApis, type RecordedApi } from "./known-apis.js";
import { providerAtHost, providerInPath } from "./recorded-providers.js";
import { apiOfResponse } from "./response-shape.js";

/** Who was asked for what. Every member null: the recording does not say. */
export type Identity = {
  readonly provider: string | null;
  /** What `provider` was read from. */
  readonly providerFrom: "host" | "path-of-recording" | "api" | null;
  readonly api: RecordedApi;
  /** The model as the request names it. */
  readonly model: string | null;
  readonly region: string | null;
  /** The parsed body of the request; null: absent, or no JSON object. */
  readonly body: JsonObject | null;
};

/** Reads from URL, request body and, where there is no request, the response's own shape, what an interaction is. Never throws. */
export function identify(interaction: Interaction, spoken: readonly SpokenApi[] = spokenApis): Identity {
  const { request, file } = interaction;
  if (request === null) return byResponse(interaction, spoken);
  const body = request.body === null ? null : objectIn(request.body);
  const { host, path } = partsOf(request.url);
  const { api, model } = byPath(interaction, { path, body }, spoken);
  return {
    ...providerOf({ host, path, file }, onlyProviderOf(api, spoken)),
    api,
    model,
    region: host === null ? null : regionIn(host),
    body,
  };
}

/** True for an API that an adapter of ours reads. */
export function isOurApi(api: RecordedApi, spoken: readonly SpokenApi[] = spokenApis): api is Api {
  return spoken.some((one) => (namesOf(one.api) as readonly RecordedApi[]).includes(api));
}

type Asked = { readonly api: RecordedApi; readonly model: string | null };

function byPath(
  interaction: Interaction,
  { path, body }: { readonly path: string; readonly body: JsonObject | null },
  spoken: readonly SpokenApi[],
): Asked {
  const named = typeof body?.["model"] === "string" ? body["model"] : null;
  const asked = askedPath(path, knownApis(spoken));
  if (asked === null) return { api: "other", model: named };
  const { whole, streaming, paths } = asked.api;
  // Without a readable body the reply's own form tells; a stream is asked for by `stream` alone.
  const streams = () => (body === null ? shapeOf(interaction, spoken) === streaming : body["stream"] === true);
  const isStream = asked.way === null ? streams() : asked.way === "streaming";
  const model = paths.modelIn === "path" ? asked.model : (named ?? asked.model);
  return { api: isStream ? streaming : whole, model };
}

function byResponse(interaction: Interaction, spoken: readonly SpokenApi[]): Identity {
  const { file } = interaction;
  const shape = shapeOf(interaction, spoken);
  // Of two APIs with the same replies the recording's name tells.
  const lookalike = spoken.find(
    ({ api }) => shape !== null && api.sameRepliesAs === shape && api.onlyAt !== null && names(file, api.onlyAt),
  );
  const api = lookalike === undefined ? (shape ?? "other") : namesOf(lookalike.api)[0];
  const provider = providerOf({ host: null, path: "", file }, onlyProviderOf(api, spoken));
  return { ...provider, api, model: null, region: null, body: null };
}

function names(file: string, provider: string): boolean {
  return file
    .toLowerCase()
    .split(/[/\\+]/)
    .includes(provider);
}

function shapeOf({ response, chunks }: Interaction, spoken: readonly SpokenApi[]): RecordedApi | null {
  const type = response?.headers.find(([name]) => name === "content-type")?.[1] ?? null;
  return apiOfResponse(Buffer.concat(chunks.map(([, bytes]) => bytes)), type, spoken);
}

function onlyProviderOf(api: RecordedApi, spoken: readonly SpokenApi[]): string | null {
  return spoken.find((one) => (namesOf(one.api) as readonly RecordedApi[]).includes(api))?.api.onlyAt ?? null;
}

/** `only`: the one provider that speaks the API; null: any may. */
function providerOf(
  { host, path, file }: { readonly host: string | null; readonly path: string; readonly file: string },
  only: string | null,
): Pick<Identity, "provider" | "providerFrom"> {
  if (host !== null) {
    const known = providerAtHost(host);
    // A gateway or proxy in front of it: no other service speaks the API.
    if ((known === null || known === "local") && only !== null) return { provider: only, providerFrom: "api" };
    const isOpenAiAtBedrock = known === "bedrock" && path.startsWith("/openai/");
    return { provider: isOpenAiAtBedrock ? "bedrock-openai" : (known ?? host), providerFrom: "host" };
  }
  // The words of a path are the weaker witness.
  if (only !== null) return { provider: only, providerFrom: "api" };
  const named = providerInPath(file);
  return { provider: named, providerFrom: named === null ? null : "path-of-recording" };
}

/** Host without port, and path without query. A scrubbed URL that is no URL any more is read by its text. */
function partsOf(url: string): { readonly host: string | null; readonly path: string } {
  const found = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@?#]*@)?(\[[^\]]*\]|[^/:?#]*)(?::[^/?#]*)?([^?#]*)/i.exec(url);
  if (found === null) return { host: null, path: url.replace(/[?#].*$/, "") };
  return { host: found[1] === "" ? null : (found[1] ?? null), path: found[2] ?? "" };
}

/** The region that an AWS host names; null for another host or a scrubbed one. */
function regionIn(host: string): string | null {
  return /^bedrock[a-z-]*\.([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(host)?.[1] ?? null;
}

function objectIn(bytes: Uint8Array): JsonObject | null {
  const parsed = parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : null;
}
