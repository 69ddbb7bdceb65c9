import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import type { HeaderBag, HttpRequest } from "@smithy/types";
import { ChatError } from "../../chat/failure.js";
import type { Target } from "../../chat/target.js";
import type { WireHeaders, WireRequest } from "../../wire/exchange.js";
import type { AwsCredentials, Credentials } from "../adapter.js";
import { localFailure } from "../errors/classify.js";

/** The credentials and scope of a signature. Only SigV4 uses `region` and `signingName`; `signingName` null: `bedrock`. */
export type Authorization = {
  readonly credentials: Credentials;
  readonly region: string | null;
  readonly signingName: string | null;
  /** The header of a key. Default: `authorization`, as a bearer token. */
  readonly keyHeader?: "x-api-key";
  /** The signing time, for tests. Default: now. */
  readonly now?: () => Date;
};

/**
 * The request with its authentication: a SigV4 signature, a key, or nothing (`none`, and `recorded` in replay).
 * Returns a promise only for SigV4, which rejects only with a {@link ChatError} of kind `credentials` or `region`.
 */
export function authorize(request: WireRequest, authorization: Authorization): WireRequest | Promise<WireRequest> {
  const { credentials } = authorization;
  switch (credentials.kind) {
    case "none":
    case "recorded":
      return request;
    case "bearer":
      return { ...request, headers: [...request.headers, keyOf(credentials.token, authorization)] };
    case "aws":
      return resolveOrFail(credentials.resolve).then((resolved) => sign(request, resolved, authorization));
  }
}

/** How the requests of a target are authenticated with these credentials. */
export function scopeOf({ region, signingName, auth }: Target, credentials: Credentials): Authorization {
  const scope = { credentials, region, signingName };
  return auth === "api-key" ? { ...scope, keyHeader: "x-api-key" } : scope;
}

function keyOf(token: string, { keyHeader }: Authorization): WireHeaders[number] {
  return keyHeader === undefined ? ["authorization", `Bearer ${token}`] : [keyHeader, token];
}

async function resolveOrFail(resolve: () => Promise<AwsCredentials>): Promise<AwsCredentials> {
  try {
    return await resolve();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ChatError(localFailure("credentials", `no AWS credentials: ${message}`), { cause: error });
  }
}

async function sign(
  request: WireRequest,
  credentials: AwsCredentials,
  { region, signingName, now = () => new Date() }: Authorization,
): Promise<WireRequest> {
  if (region === null) throw new ChatError(localFailure("region", "SigV4 needs a region and none is set"));
  loading ??= import("@smithy/signature-v4");
  const { SignatureV4 } = await loading;
  const signer = new SignatureV4({ credentials, region, service: signingName ?? "bedrock", sha256: Sha256 });
  const { method, url, body } = request;
  const { host, address } = placeOf(url);
  const headers: HeaderBag = Object.fromEntries(request.headers);
  headers["host"] = host;
  const { protocol, hostname, path, query } = address;
  const signed = await signer.sign(
    { method, protocol, hostname, path, query, headers, body: body ?? undefined },
    { signingDate: now(), unsignableHeaders: unsigned },
  );
  return { ...request, headers: withSignature(request.headers, signed.headers) };
}

/** To import a module that is loaded takes several promises each time (Node 20.20, 2026-11). */
let loading: Promise<typeof import("@smithy/signature-v4")> | null = null;

type Place = {
  readonly host: string;
  readonly address: Required<Pick<HttpRequest, "protocol" | "hostname" | "path" | "query">>;
};

/** The URLs so far, which are few. */
const places = new Map<string, Place>();

function placeOf(url: string): Place {
  const place = places.get(url) ?? readPlace(new URL(url));
  if (places.size < 1_000) places.set(url, place);
  return place;
}

function readPlace({ host, protocol, hostname, pathname: path, searchParams }: URL): Place {
  return { host, address: { protocol, hostname, path, query: Object.fromEntries(searchParams) } };
}

/** Headers that a proxy or a transport may change. */
const unsigned: Set<string> = new Set(["user-agent", "accept", "accept-encoding", "connection"]);

const signature = ["x-amz-date", "x-amz-security-token", "x-amz-content-sha256", "authorization"] as const;

/** The request's headers in their order, then those of the signature. The transport writes `host`. */
function withSignature(headers: WireHeaders, signed: HeaderBag): WireHeaders {
  const added = signature.flatMap((name): WireHeaders => {
    const value = signed[name];
    return value === undefined ? [] : [[name, value]];
  });
  const names = new Set(added.map(([name]) => name));
  return [...headers.filter(([name]) => !names.has(name)), ...added];
}

type Hashable = string | ArrayBuffer | ArrayBufferView;

/** SHA-256, or HMAC-SHA-256 when a secret is given, behind the signer's interface. */
class Sha256 {
  readonly #secret: Hashable | null;
  #hash: Hash | Hmac;

  constructor(secret?: Hashable) {
    this.#secret = secret ?? null;
    this.#hash = startHash(this.#secret);
  }

  update(data: Hashable, encoding?: "utf8" | "ascii" | "latin1"): void {
    if (typeof data === "string") this.#hash.update(data, encoding ?? "utf8");
    else this.#hash.update(asBytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = startHash(this.#secret);
  }
}

function startHash(secret: Hashable | null): Hash | Hmac {
  if (secret === null) return createHash("sha256");
  return createHmac("sha256", typeof secret === "string" ? secret : asBytes(secret));
}

function asBytes(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
