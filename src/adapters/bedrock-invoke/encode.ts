import { isStreaming } from "../../chat/api.js";
import { bedrockModelPath } from "../../chat/bedrock-url.js";
import type { FailureKind } from "../../chat/failure.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Encoded, EncodeOptions, EncodeRefused } from "../adapter.js";
import { betasMember } from "../betas/beta-names.js";
import { dropBetas, withBetas } from "../betas/with-betas.js";
import { withChange } from "../change/with-change.js";
import { type JsonInstruction, jsonInstruction } from "../json-instruction.js";
import { toolCachePointsDropped } from "../tool-cache-points.js";
import type { FamilyRefusal } from "./families/family.js";
import { familyOf } from "./families/family-of.js";

/**
 * A request that InvokeModel cannot carry for this target under any policy: the body family has no member for tools or
 * media, or the target names no family. A `send` ends with this failure, phase `local`. Nothing is sent, because the
 * rest of the request would be a different question.
 */
export type EncodeUnsupported = {
  readonly kind: "unsupported";
  readonly failure: FailureKind;
  readonly field: string;
  readonly message: string;
};

/** Encodes the request for the target's body family, with the `extra` members of the target and the request on top. */
export const encodeForFamily = withChange(withBetas(encodeUnchanged, placeBetas));

/** Only Claude's body has a list of betas (AWS, "Anthropic Claude Messages API", `anthropic_beta`, read 2026-11-29). */
function placeBetas(encoded: Encoded, betas: readonly string[], { target }: EncodeOptions): Encoded {
  if (target.quirks.family === "anthropic") return { ...encoded, body: { ...encoded.body, [betasMember]: betas } };
  return dropBetas(encoded, betas, `the body family ${target.quirks.family} has no betas`);
}

function encodeUnchanged(request: ChatRequest, options: EncodeOptions): Encoded | FamilyRefusal | EncodeUnsupported {
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
    const message = `${JSON.stringify(target.providerModelId)} is not a valid Bedrock model id`;
    return { kind: "unsupported", failure: "model-not-found", field: "model", message };
  }
  const { responseFormat: format, messages } = request;
  const isCarried = format === null || format.kind === "text" || family.formats.includes(format.kind);
  const instruction = isCarried || options.policy === "faithful" ? null : jsonInstruction(format);
  // It stands last, so that the indexes of the caller's messages stay; these families put it in front.
  const instructed = (asked: JsonInstruction) => ({
    ...request,
    ...{ messages: [...messages, asked.message], responseFormat: null },
  });
  const written = family.encode(instruction === null ? request : instructed(instruction), options);
  if (written.kind !== "body") return written;
  const body = { ...written.body, ...target.extra, ...request.extra };
  const warnings = written.warnings.filter(({ field }) => field !== `messages[${messages.length}]`);
  if (instruction !== null) warnings.unshift(instruction.warning);
  if (target.quirks.family !== "anthropic") {
    warnings.push(...toolCachePointsDropped(request.tools, `the body family ${target.quirks.family}`));
  }
  return { kind: "encoded", path, body, warnings, aliases: written.aliases };
}

/** {@link encodeForFamily} with the adapter's result type: an unsupported request is a refusal too. */
export function encode(request: ChatRequest, options: EncodeOptions): Encoded | EncodeRefused {
  const written = encodeForFamily(request, options);
  if (written.kind === "encoded") return written;
  return { kind: "refused", field: written.field, message: written.message, warnings: [] };
}
