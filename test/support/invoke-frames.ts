import type { Reply } from "../../src/chat/reply.js";
import type { Target } from "../../src/chat/target.js";
import { noQuirks, unknownCapabilities } from "../../src/chat/unset.js";
import { encodeEventFrame } from "../../src/wire/frames/event-stream.js";

/** An InvokeModel target of that family. Its base URL makes region and key unnecessary. */
export function invokeTarget(
  family: string | null,
  streaming: boolean,
  quirks: Partial<Target["quirks"]> = {},
): Target {
  return {
    id: `sample/bedrock/${streaming ? "invoke-model-stream" : "invoke-model"}`,
    model: "sample",
    provider: "bedrock",
    api: streaming ? "invoke-model-stream" : "invoke-model",
    providerModelId: "vendor.sample-v1:0",
    region: "us-east-1",
    upstreamPin: null,
    upstreamName: null,
    baseUrl: "http://bedrock.test",
    keyVariable: null,
    auth: "bedrock",
    signingName: "bedrock",
    capabilities: unknownCapabilities,
    quirks: { ...noQuirks, family, ...quirks },
    extra: {},
    price: null,
    sources: [],
  };
}

/** The frame that carries a record, with the padding member of real frames. */
export function chunkFrame(record: object): Uint8Array {
  return frameOf("chunk", { bytes: Buffer.from(JSON.stringify(record)).toString("base64"), p: "abcd" });
}

export function frameOf(eventType: string, payload: object): Uint8Array {
  const headers = [
    [":event-type", eventType],
    [":content-type", "application/json"],
    [":message-type", "event"],
  ] as const;
  return encodeEventFrame(headers, Buffer.from(JSON.stringify(payload)));
}

export function exceptionFrame(type: string, message: string): Uint8Array {
  const headers = [
    [":exception-type", type],
    [":content-type", "application/json"],
    [":message-type", "exception"],
  ] as const;
  return encodeEventFrame(headers, Buffer.from(JSON.stringify({ message })));
}

/** The parts of a reply as `kind:text`, for exact comparisons. */
export function partsOf(reply: Reply): readonly string[] {
  return reply.parts.map((part) => {
    if (part.kind === "text" || part.kind === "refusal") return `${part.kind}:${part.text}`;
    if (part.kind === "reasoning") return `reasoning(${String(part.field)}):${String(part.text)}`;
    if (part.kind === "tool-call") return `call:${String(part.id)}:${String(part.name)}:${String(part.argumentsText)}`;
    return part.kind;
  });
}
