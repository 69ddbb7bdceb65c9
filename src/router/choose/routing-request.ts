import type { ServerRequest } from "../../adapters/openai-chat/server/read-request.js";
import type { Message } from "../../chat/message.js";
import type { ChatRequest } from "../../chat/request.js";
import type { RoutingRequest } from "./decision.js";

/** Strategies see this much of the last user message. */
const maxCharacters = 4_000;

/** The properties of a client's request that matter for choosing a model, each read from it on first use. */
export function routingRequestOf(read: Extract<ServerRequest, { kind: "request" }>): RoutingRequest {
  return new LazyRoutingRequest(read);
}

/** Reads text and features only on access: most requests name their model, and then neither is needed. */
class LazyRoutingRequest implements RoutingRequest {
  readonly named: string | null;
  readonly streaming: boolean;
  private readonly request: ChatRequest;

  constructor({ request, stream }: Extract<ServerRequest, { kind: "request" }>) {
    const named = request.model.trim();
    this.named = named === "" || named === "auto" ? null : named;
    this.streaming = stream;
    this.request = request;
  }

  get text(): string {
    return lastUserText(this.request.messages).slice(0, maxCharacters);
  }

  get exercises(): readonly string[] {
    return exercisesOf(this.request, this.streaming);
  }
}

function exercisesOf(request: ChatRequest, stream: boolean): readonly string[] {
  const { tools, messages, responseFormat, toolChoice } = request;
  const has = (kind: string) => messages.some(({ parts }) => parts.some((part) => part.kind === kind));
  const features: readonly (readonly [word: string, isUsed: boolean])[] = [
    ["chat", true],
    ["tools", (tools?.length ?? 0) > 0 || has("tool-call")],
    ["tool-results", messages.some(({ role }) => role === "tool")],
    ["tool-choice-none", toolChoice?.kind === "none"],
    ["tool-choice-required", toolChoice?.kind === "required"],
    ["tool-choice-tool", toolChoice?.kind === "tool"],
    ["parallel-tool-calls", request.parallelToolCalls === true],
    ["structured-output", responseFormat !== null && responseFormat.kind !== "text"],
    ["images", has("image")],
    ["reasoning", request.reasoning?.mode === "on"],
    ["stop-sequences", (request.stopSequences?.length ?? 0) > 0],
    ["system", messages.some(({ role }) => role === "system" || role === "developer")],
    ["streaming", stream],
    ["streaming-tools", stream && (tools?.length ?? 0) > 0],
  ];
  return features.filter(([, isUsed]) => isUsed).map(([word]) => word);
}

function lastUserText(messages: readonly Message[]): string {
  const last = messages.findLast(({ role }) => role === "user");
  return (last?.parts ?? []).map((part) => (part.kind === "text" ? part.text : "")).join(" ");
}
