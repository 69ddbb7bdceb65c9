import { type Api, wholeOf, wireApiOf } from "../../../chat/api.js";
import type { TwinRequest } from "./twin.js";

/** True for the operations that AWS's SDKs and command line ask: Converse and InvokeModel, whose streams are event streams of AWS. */
export function isAwsOperation(api: Api): boolean {
  return wireApiOf(api)?.stream.kind === "aws-event-stream";
}

/** The variable with the key of a request, as a script reads it; null: it needs none. */
export function keyNameOf({ auth, keyVariable }: Pick<TwinRequest, "auth" | "keyVariable">): string | null {
  if (auth === "bedrock") return "AWS_BEARER_TOKEN_BEDROCK";
  return auth === "none" ? null : keyVariable;
}

/** The headers that a request needs beside its key and its content type: every Messages service wants a version (docs.anthropic.com, versioning). */
export function moreHeaders(api: Api): readonly (readonly [name: string, value: string])[] {
  return wholeOf(api) === "messages" ? [["anthropic-version", "2023-06-01"]] : [];
}
