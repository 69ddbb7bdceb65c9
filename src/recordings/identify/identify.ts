import { readBedrockModelPath } from "../../adapters/bedrock/bedrock-url.js";
import { type Api, apis } from "../../chat/api.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { parseJson } from "../../wire/json.js";
import type { Interaction } from "../interaction.js";
import { providerAtHost, providerInPath } from "./recorded-providers.js";
import { apiOfResponse } from "./response-shape.js";

/** What an interaction asked: one of our six APIs, or another that we know by name and do not read. */
export type RecordedApi =
  | Api
  | "responses"
  | "messages"
  | "completions"
  | "embeddings"
  | "models"
  | "count-tokens"
  | "other";

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
export function identify(interaction: Interaction): Identity {
  const { request } = interaction;
  const body = request?.body == null ? null : objectIn(request.body);
  if (request === null) return byResponse(interaction);
  const { host, path } = partsOf(request.url);
  const { api, model } = byPath(path, body, interaction);
  return {
    ...providerOf(host, path, api, interaction.file),
    api,
    model,
    region: host === null ? null : regionIn(host),
    body,
  };
}

/** True for an API that an adapter of ours reads. */
export function isOurApi(api: RecordedApi): api is Api {
  return (apis as readonly string[]).includes(api);
}

type Asked = { readonly api: RecordedApi; readonly model: string | null };

function byPath(path: string, body: JsonObject | null, interaction: Interaction): Asked {
  const bedrock = readBedrockModelPath(path);
  if (bedrock !== null) return { api: bedrockApis[bedrock.action] ?? "other", model: bedrock.modelId };
  const model = typeof body?.["model"] === "string" ? body["model"] : null;
  if (/\/chat\/completions\/?$/.test(path))
    return { api: chatApi(body, interaction), model: model ?? deploymentIn(path) };
  return { api: otherPaths.find(([pattern]) => pattern.test(path))?.[1] ?? "other", model };
}

const bedrockApis: { readonly [action: string]: RecordedApi } = {
  converse: "converse",
  "converse-stream": "converse-stream",
  invoke: "invoke-model",
  "invoke-with-response-stream": "invoke-model-stream",
  "count-tokens": "count-tokens",
};

const otherPaths: readonly (readonly [RegExp, RecordedApi])[] = [
  [/\/responses(?:\/|$)/, "responses"],
  [/\/messages\/?$/, "messages"],
  [/\/completions\/?$/, "completions"],
  [/\/embeddings\/?$/, "embeddings"],
  [/\/models(?:\/|$)/, "models"],
];

function chatApi(body: JsonObject | null, interaction: Interaction): Api {
  // Without a readable body the reply's own form tells; a stream is asked for by `stream` alone.
  const streams = body === null ? shapeOf(interaction)?.api === "chat-completions-stream" : body["stream"] === true;
  return streams ? "chat-completions-stream" : "chat-completions";
}

/** Azure OpenAI names the deployment in the path (`/openai/deployments/<name>/chat/completions`). */
function deploymentIn(path: string): string | null {
  return /\/deployments\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function byResponse(interaction: Interaction): Identity {
  const shape = shapeOf(interaction);
  // Anthropic's own body and InvokeModel's of that family are the same: the recording's name tells them apart.
  const isBedrock = shape?.api === "messages" && namesBedrock(interaction.file);
  const api = isBedrock ? "invoke-model" : (shape?.api ?? "other");
  return { ...providerOf(null, "", api, interaction.file), api, model: null, region: null, body: null };
}

function namesBedrock(file: string): boolean {
  return file
    .toLowerCase()
    .split(/[/\\+]/)
    .includes("bedrock");
}

function shapeOf({ response, chunks }: Interaction): ReturnType<typeof apiOfResponse> {
  const type = response?.headers.find(([name]) => name === "content-type")?.[1] ?? null;
  return apiOfResponse(Buffer.concat(chunks.map(([, bytes]) => bytes)), type);
}

function providerOf(
  host: string | null,
  path: string,
  api: RecordedApi,
  file: string,
): Pick<Identity, "provider" | "providerFrom"> {
  if (host !== null) {
    const known = providerAtHost(host);
    // A gateway or proxy in front of it: no other service speaks these APIs.
    if ((known === null || known === "local") && onlyBedrock.has(api))
      return { provider: "bedrock", providerFrom: "api" };
    const isOpenAiAtBedrock = known === "bedrock" && path.startsWith("/openai/");
    return { provider: isOpenAiAtBedrock ? "bedrock-openai" : (known ?? host), providerFrom: "host" };
  }
  // Only Bedrock speaks these four; the words of a path are the weaker witness.
  if (onlyBedrock.has(api)) return { provider: "bedrock", providerFrom: "api" };
  const named = providerInPath(file);
  return { provider: named, providerFrom: named === null ? null : "path-of-recording" };
}

const onlyBedrock: ReadonlySet<RecordedApi> = new Set([
  "converse",
  "converse-stream",
  "invoke-model",
  "invoke-model-stream",
]);

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
