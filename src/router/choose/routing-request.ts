import type { ServerRequest } from "../../adapters/openai-chat/server/read-request.js";
import type { Message } from "../../chat/message.js";
import type { ChatRequest } from "../../chat/request.js";
import type { RoutingRequest } from "./decision.js";

/** Of the last thing that the user said, this much is looked at. */
const mostCharacters = 4_000;

/** What a client's request is, as far as choosing a model goes. */
export function routingRequestOf(asked: Extract<ServerRequest, { kind: "request" }>): RoutingRequest {
  return new Asked(asked);
}

/** Reads of the request what is asked for: most requests name their model, and nothing else of them matters then. */
class Asked implements RoutingRequest {
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
    return lastSaid(this.request.messages).slice(0, mostCharacters);
  }

  get exercises(): readonly string[] {
    return exercisesOf(this.request, this.streaming);
  }
}

function exercisesOf(request: ChatRequest, stream: boolean): readonly string[] {
  const { tools, messages, responseFormat, toolChoice } = request;
  const has = (kind: string) => messages.some(({ parts }) => parts.some((part) => part.kind === kind));
  const shown: readonly (readonly [word: string, is: boolean])[] = [
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
  return shown.filter(([, is]) => is).map(([word]) => word);
}

function lastSaid(messages: readonly Message[]): string {
  const last = messages.findLast(({ role }) => role === "user");
  return (last?.parts ?? []).map((part) => (part.kind === "text" ? part.text : "")).join(" ");
}
