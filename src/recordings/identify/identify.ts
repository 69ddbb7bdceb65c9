import { spokenApis } from "../../adapters/registry.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import { type Api, namesOf } from "../../chat/api.js";
import type { JsonObject } from "../../chat/json.js";
import type { Interaction } from "../interaction.js";
import { jsonObjectIn } from "../members.js";
import { askedPath } from "./asked-path.js";
import { knownApis, type RecordedApi } from "./known-apis.js";
import { otherApis } from "./other-apis.js";
import { providerAtHost, providerInPath } from "./recorded-providers.js";
import { apiOfResponse } from "./response-shape.js";

/** The provider, API and model of an interaction. null: not in the recording. */
export type Identity = {
  readonly provider: string | null;
  /** The source of `provider`. */
  readonly providerFrom: "host" | "path-of-recording" | "api" | null;
  readonly api: RecordedApi;
  /** The model as the request names it. */
  readonly model: string | null;
  readonly region: string | null;
  /** The parsed body of the request; null: absent, or not a JSON object. */
  readonly body: JsonObject | null;
};

/** Identifies an interaction by its URL and request body, or, without a request, by the shape of its response. Never throws. */
export function identify(interaction: Interaction, spoken: readonly SpokenApi[] = spokenApis): Identity {
  const { request, file } = interaction;
  if (request === null) return byResponse(interaction, spoken);
  const body = request.body === null ? null : jsonObjectIn(Buffer.from(request.body).toString());
  const { host, path } = partsOf(request.url);
  const { api, model } = byPath(interaction, { path, method: request.method, body }, spoken);
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

type ApiAndModel = { readonly api: RecordedApi; readonly model: string | null };

function byPath(
  interaction: Interaction,
  { path, method, body }: { readonly path: string; readonly method: string; readonly body: JsonObject | null },
  spoken: readonly SpokenApi[],
): ApiAndModel {
  const named = typeof body?.["model"] === "string" ? body["model"] : null;
  const asked = askedPath({ path, method }, knownApis(spoken));
  // A recording of bodies alone has no path: the form of the reply decides.
  if (asked === null && isLost(path)) return byBodies(interaction, { named, body }, spoken);
  if (asked === null) return { api: "other", model: named };
  const { whole, streaming, paths } = asked.api;
  // A readable request asks for a stream with `stream`. Without one, the form of the reply decides.
  const streams = () => (body === null ? shapeOf(interaction, spoken) === streaming : body["stream"] === true);
  // One path serves the models of every kind: what came back says that it is no chat.
  const kind = hasFamilies(asked.api.whole, spoken) ? shapeOf(interaction, spoken) : null;
  if (otherApis.some(({ name, isChat }) => name === kind && !isChat))
    return { api: kind ?? "other", model: asked.model };
  const isStream = asked.way === null ? streams() : asked.way === "streaming";
  const model = paths.modelIn === "path" ? asked.model : (named ?? asked.model);
  return { api: isStream ? streaming : whole, model };
}

/** `modelId`: where the AWS SDKs name the model, in place of the path. */
function byBodies(
  interaction: Interaction,
  { named, body }: { readonly named: string | null; readonly body: JsonObject | null },
  spoken: readonly SpokenApi[],
): ApiAndModel {
  const asked = typeof body?.["modelId"] === "string" ? body["modelId"] : null;
  return { api: shapeOf(interaction, spoken) ?? "other", model: named ?? asked };
}

/** True for the path of a URL that was not recorded. */
function isLost(path: string): boolean {
  return path === "" || path === "/";
}

function hasFamilies(name: RecordedApi, spoken: readonly SpokenApi[]): boolean {
  return spoken.some(({ api }) => api.name === name && api.hasFamilies);
}

function byResponse(interaction: Interaction, spoken: readonly SpokenApi[]): Identity {
  const { file } = interaction;
  const shape = shapeOf(interaction, spoken);
  // If two APIs have the same replies, the path of the recording decides.
  const lookalike = spoken.find(
    ({ api }) => shape !== null && api.sameRepliesAs === shape && api.onlyAt !== null && names(file, api.onlyAt),
  );
  const own = lookalike ?? namedByError(interaction, shape, spoken);
  const api = own === undefined ? (shape ?? "other") : namesOf(own.api)[0];
  const provider = providerOf({ host: null, path: "", file }, onlyProviderOf(api, spoken));
  return { ...provider, api, model: null, region: null, body: null };
}

/** Of the APIs that share the form of an error, the one that a folder of the recording names. */
function namedByError(
  { file, chunks }: Interaction,
  shape: RecordedApi | null,
  spoken: readonly SpokenApi[],
): SpokenApi | undefined {
  const body = jsonObjectIn(Buffer.concat(chunks.map(([, bytes]) => bytes)).toString());
  if (body === null || body["error"] === undefined) return undefined;
  const alike = spoken.filter(({ signs }) => signs.reply.rest?.(body) === true);
  return alike.some(({ api }) => api.name === shape) ? alike.find(({ api }) => names(file, api.name)) : undefined;
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
    // A gateway or proxy in front of the provider: no other service speaks this API.
    if ((known === null || known === "local") && only !== null) return { provider: only, providerFrom: "api" };
    const isOpenAiAtBedrock = known === "bedrock" && path.startsWith("/openai/");
    return { provider: isOpenAiAtBedrock ? "bedrock-openai" : (known ?? host), providerFrom: "host" };
  }
  // The words of a path are weaker evidence.
  if (only !== null) return { provider: only, providerFrom: "api" };
  const named = providerInPath(file);
  return { provider: named, providerFrom: named === null ? null : "path-of-recording" };
}

/** The host without port and the path without query. Works on the text, so that a scrubbed, invalid URL is read too. */
function partsOf(url: string): { readonly host: string | null; readonly path: string } {
  const found = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@?#]*@)?(\[[^\]]*\]|[^/:?#]*)(?::[^/?#]*)?([^?#]*)/i.exec(url);
  if (found === null) return { host: null, path: url.replace(/[?#].*$/, "") };
  return { host: found[1] === "" ? null : (found[1] ?? null), path: found[2] ?? "" };
}

/** The region in an AWS host name; null for another host or a scrubbed one. */
function regionIn(host: string): string | null {
  return /^bedrock[a-z-]*\.([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(host)?.[1] ?? null;
}
