import { type Api, wholeOf, wireApiOf } from "../../../chat/api.js";
import type { TwinRequest } from "./twin.js";

type Header = readonly [name: string, value: string];

/** True for the operations that AWS's SDKs and command line ask: Converse and InvokeModel, whose streams are event streams of AWS. */
export function isAwsOperation(api: Api): boolean {
  return wireApiOf(api)?.stream.kind === "aws-event-stream";
}

/** The variable with the key of a request, as a script reads it; null: it needs none. */
export function keyNameOf({ auth, keyVariable }: Pick<TwinRequest, "auth" | "keyVariable">): string | null {
  if (auth === "bedrock") return "AWS_BEARER_TOKEN_BEDROCK";
  return auth === "none" ? null : keyVariable;
}

/**
 * The header of a version that an API needs: Messages alone, where it must be sent. Its documentation has a newer version, 2026-10-21, that
 * refuses sampling parameters (platform.claude.com/docs/en/api/versioning, read 2026-11-29); ours is the one that our clients send.
 */
export function versionHeaders(api: Api): readonly Header[] {
  return wholeOf(api) === "messages" ? [["anthropic-version", "2023-06-01"]] : [];
}

/** The headers that a request needs beside its key and its content type. */
export function moreHeaders({ api, betas }: Pick<TwinRequest, "api" | "betas">): readonly Header[] {
  return [...versionHeaders(api), ...(betas === undefined ? [] : [betas])];
}

/** The header that names betas among those that were sent, to spread into a request. */
export function betasIn(headers: readonly Header[]): Pick<TwinRequest, "betas"> {
  const found = headers.find(([name]) => betaNames.has(name));
  return found === undefined ? {} : { betas: found };
}

/** Anthropic's own header, and OpenRouter's for its chat. */
export const betaNames: ReadonlySet<string> = new Set(["anthropic-beta", "x-anthropic-beta"]);
