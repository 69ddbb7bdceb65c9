import type { ConverseCommandInput } from "@aws-sdk/client-bedrock-runtime";
import type { BuildMiddleware, MiddlewareStack } from "@smithy/types";
import type { ChatEvent } from "../../../chat/event.js";
import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import { parseJson } from "../../../wire/json.js";
import type { Encoded } from "../../adapter.js";
import type { BedrockWatch, CallOptions } from "../../bedrock/bedrock-sdk.js";
import { sdkDrops } from "./sdk-drops.js";
import { toSdk } from "./sdk-json.js";

/** What came of one command; `drops` are warnings about what the SDK left out of the body, seen before it was sent. */
export type Asked<Output> = { readonly drops: readonly ChatEvent[] } & (
  | { readonly kind: "answered"; readonly output: Output }
  | { readonly kind: "thrown"; readonly error: unknown }
);

export type Question = {
  readonly encoded: Encoded;
  readonly modelId: string;
  readonly signal: AbortSignal;
  readonly watch: BedrockWatch;
};

/** Sends one command with the body of `encoded`. Never rejects. */
export async function ask<Output>(
  { encoded, modelId, signal, watch }: Question,
  sendInput: (input: ConverseCommandInput, tap: TapBody, options: CallOptions) => Promise<Output>,
): Promise<Asked<Output>> {
  const drops: ChatEvent[] = [];
  const tap: TapBody = (body) => drops.push(...dropsIn(encoded.body, body));
  const input: object = { ...toSdk(encoded.body), modelId };
  try {
    // The body is wire JSON of any content, which the SDK's types cannot say; what it drops of it is told by `tap`.
    const output = await sendInput(input as ConverseCommandInput, tap, watch.options(signal));
    return { kind: "answered", output, drops };
  } catch (error) {
    return { kind: "thrown", error, drops };
  }
}

type TapBody = (body: string) => void;

/** Shows the body as the SDK has written it, before it is signed and sent. */
export function tapBody<Input extends object, Output extends object>(
  stack: MiddlewareStack<Input, Output>,
  tap: TapBody,
): void {
  const middleware: BuildMiddleware<Input, Output> = (next) => (args) => {
    const { request } = args;
    const body = typeof request === "object" && request !== null && "body" in request ? request.body : null;
    if (typeof body === "string") tap(body);
    else if (body instanceof Uint8Array) tap(new TextDecoder().decode(body));
    return next(args);
  };
  stack.add(middleware, { step: "build", name: "showBody", priority: "low" });
}

function dropsIn(meant: JsonObject, body: string): readonly ChatEvent[] {
  const sent = parseJson(body);
  const warnings: readonly Warning[] = sent.ok && isJsonObject(sent.value) ? sdkDrops(meant, sent.value) : [];
  return warnings.map((warning) => ({ kind: "warning", warning }));
}
