import { ChatError } from "../../chat/failure.js";
import type { Target } from "../../chat/target.js";
import type { WireHeaders, WireRequest } from "../../wire/exchange.js";
import type { AwsCredentials, Credentials } from "../adapter.js";
import { localFailure } from "../errors/classify.js";
import { signRequest } from "./sign-request.js";

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

function sign(
  request: WireRequest,
  credentials: AwsCredentials,
  { region, signingName, now = () => new Date() }: Authorization,
): WireRequest {
  if (region === null) throw new ChatError(localFailure("region", "SigV4 needs a region and none is set"));
  const headers = signRequest(request, { credentials, region, service: signingName ?? "bedrock", at: now() });
  return { ...request, headers };
}
