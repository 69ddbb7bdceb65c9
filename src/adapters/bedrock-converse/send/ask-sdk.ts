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

/** The outcome of one command. `drops`: warnings about what the SDK left out of the body before it was sent. */
export type CommandResult<Output> = { readonly drops: readonly ChatEvent[] } & (
  | { readonly kind: "answered"; readonly output: Output }
  | { readonly kind: "thrown"; readonly error: unknown }
);

/** One command to send: the encoded request, the model, and the watch on its exchange. */
export type CommandCall = {
  readonly encoded: Encoded;
  readonly modelId: string;
  readonly signal: AbortSignal;
  readonly watch: BedrockWatch;
};

/** Sends one command with the body of `encoded`. Never rejects. */
export async function ask<Output>(
  { encoded, modelId, signal, watch }: CommandCall,
  sendInput: (input: ConverseCommandInput, tap: TapBody, options: CallOptions) => Promise<Output>,
): Promise<CommandResult<Output>> {
  const drops: ChatEvent[] = [];
  const tap: TapBody = (body) => drops.push(...dropsIn(encoded.body, body));
  const input: object = { ...toSdk(encoded.body), modelId };
  try {
    // The SDK's types do not cover every wire body; `tap` finds what the SDK drops.
    const output = await sendInput(input as ConverseCommandInput, tap, watch.options(signal));
    return { kind: "answered", output, drops };
  } catch (error) {
    return { kind: "thrown", error, drops };
  }
}

type TapBody = (body: string) => void;

/** Calls `tap` with the body that the SDK has serialised, before it is signed and sent. */
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

function dropsIn(expected: JsonObject, body: string): readonly ChatEvent[] {
  const sent = parseJson(body);
  const warnings: readonly Warning[] = sent.ok && isJsonObject(sent.value) ? sdkDrops(expected, sent.value) : [];
  return warnings.map((warning) => ({ kind: "warning", warning }));
}
