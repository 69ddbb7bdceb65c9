import { unreachable } from "../../chat/unreachable.js";
import type { ModelRequest } from "../request/model-request.js";
import type { AnswerFault } from "./fault.js";
import type { IgnoredParameter } from "./when.js";

/** The request as a service reads it that accepts parameters and does nothing about them. Null: no such fault is active. */
export function withoutIgnored(request: ModelRequest, faults: readonly AnswerFault[]): ModelRequest | null {
  const ignored = faults.flatMap((fault) => (fault.fault === "ignore-parameter" ? [fault.parameter] : []));
  return ignored.length === 0 ? null : ignored.reduce(without, request);
}

/** Does the request say something about the parameter? */
export function says(request: ModelRequest, parameter: IgnoredParameter): boolean {
  const { parameters, settings, toolChoice } = request;
  switch (parameter) {
    case "toolChoice":
      return toolChoice !== "auto";
    case "parallelToolCalls":
      return parameters.parallelToolCalls !== null;
    case "responseFormat":
      return parameters.format !== null;
    case "reasoning":
      return parameters.reasoning !== null;
    default:
      return settings[parameter] !== null;
  }
}

function without(request: ModelRequest, parameter: IgnoredParameter): ModelRequest {
  const { parameters, settings } = request;
  switch (parameter) {
    case "toolChoice":
      return { ...request, toolChoice: "auto" };
    case "parallelToolCalls":
      return { ...request, parameters: { ...parameters, parallelToolCalls: null } };
    case "responseFormat":
      return { ...request, parameters: { ...parameters, format: null } };
    case "reasoning":
      return { ...request, parameters: { ...parameters, reasoning: null } };
    case "maxOutputTokens":
    case "temperature":
    case "topP":
    case "topK":
    case "seed":
    case "presencePenalty":
    case "frequencyPenalty":
    case "stopSequences":
    case "choices":
    case "logprobs":
      return { ...request, settings: { ...settings, [parameter]: null } };
    default:
      return unreachable(parameter);
  }
}
