import { isStreaming } from "../../chat/api.js";
import type { FailureKind } from "../../chat/failure.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Encoded, EncodeOptions, EncodeRefused } from "../adapter.js";
import { bedrockModelPath } from "../bedrock/bedrock-url.js";
import type { FamilyRefusal } from "./families/family.js";
import { familyOf } from "./families/family-of.js";

/**
 * A request that InvokeModel cannot carry for this target, whatever the policy: the body family has no place for tools
 * or media, or the target names no family. A `send` ends with this failure, phase `local`; nothing is sent, since what
 * would be left is another question.
 */
export type EncodeUnsupported = {
  readonly kind: "unsupported";
  readonly failure: FailureKind;
  readonly field: string;
  readonly message: string;
};

/** The request in the words of the target's body family, with the target's own members and the request's `extra` on top. */
export function encodeForFamily(
  request: ChatRequest,
  options: EncodeOptions,
): Encoded | FamilyRefusal | EncodeUnsupported {
  const { target } = options;
  const family = familyOf(target);
  if (typeof family === "string") {
    return { kind: "unsupported", failure: "harness-fault", field: "quirks.family", message: family };
  }
  const path = bedrockModelPath(
    target.providerModelId,
    isStreaming(target.api) ? "invoke-with-response-stream" : "invoke",
  );
  if (path === null) {
    const message = `${JSON.stringify(target.providerModelId)} cannot be a model id of Bedrock`;
    return { kind: "unsupported", failure: "model-not-found", field: "model", message };
  }
  const written = family.encode(request, options);
  if (written.kind !== "body") return written;
  const body = { ...written.body, ...target.extra, ...request.extra };
  return { kind: "encoded", path, body, warnings: written.warnings, aliases: written.aliases };
}

/** {@link encodeForFamily} in the adapter's terms: what is unsupported is a refusal too. */
export function encode(request: ChatRequest, options: EncodeOptions): Encoded | EncodeRefused {
  const written = encodeForFamily(request, options);
  if (written.kind === "encoded") return written;
  return { kind: "refused", field: written.field, message: written.message, warnings: [] };
}
