import { isStreaming } from "../../chat/api.js";
import type { JsonObject } from "../../chat/json.js";
import type { CredentialFault } from "../credentials/credential-fault.js";
import { familiesByName } from "../invoke/families.js";
import type { Behaviour } from "../profile.js";
import type { Door } from "../request/door.js";
import { historyCalls, type ModelRequest, usesTools } from "../request/model-request.js";
import type { Route } from "../request/route.js";
import { servingUpstream } from "../request/serving-upstream.js";
import { responsesStyles, styleOfDoor } from "../write/responses/style.js";
import { bedrockRefusal, validationRefusal } from "./bedrock-refusals.js";
import { messagesMistake } from "./body/messages-body.js";
import { responsesMistake } from "./body/responses-body.js";
import { isTooLong } from "./body/too-long.js";
import { chatMistake } from "./chat-mistake.js";
import { credentialRefusal } from "./credential-refusal.js";
import { fixedSamplingMistake } from "./fixed-sampling.js";
import { converseMistake } from "./history-rules.js";
import { anthropicError, openRefusal, openStatus, type Refusing, responsesError } from "./open-refusals.js";
import { jsonRefusal, type Refusal } from "./refusal.js";
import { hasBrokenSeal } from "./sealed-reasoning.js";

/** The refusal of an unknown path or method. */
export function routeMistake({ service, dialect, path }: Extract<Route, { kind: "unknown" }>): Refusal {
  if (service === "bedrock") return bedrockRefusal("unknown-operation", "");
  if (dialect === "messages") return anthropicError(404, "Not Found");
  if (service === "openrouter") return { status: 404, headers: [["content-type", "text/html"]], body: "Not Found" };
  return jsonRefusal(404, { error: { message: `Invalid URL (${path})`, type: "invalid_request_error" } });
}

/** The refusal of a request for its credential, before its body is read. null: accepted. */
export function credentialMistake(route: Route, credential: CredentialFault | null): Refusal | null {
  const { service } = route;
  // OpenRouter lists its models to anyone (openrouter.ai/docs/models, 2026-11-28).
  if (credential === null || (route.kind === "models" && service === "openrouter")) return null;
  return credentialRefusal(route, credential);
}

/** The refusal of a reply that is asked for again: the simulator keeps none. */
export function storedMistake({ service, dialect, id }: Extract<Route, { kind: "stored" }>): Refusal {
  // OpenAI's sentence and members, from memory of the service.
  const message = `Response with id '${id}' not found.`;
  return responsesError({ service, dialect }, { status: 404, code: null, message, param: null });
}

/** The refusal of a body that is not a JSON object. */
export function bodyMistake({ service, dialect }: Route): Refusal {
  if (service === "bedrock") return validationRefusal("Unexpected token in the request body. Send a JSON object.");
  if (dialect === "messages") return anthropicError(400, "The request body is not valid JSON");
  return openStatus({ service, dialect }, 400, "We could not parse the JSON body of your request.");
}

/** The refusal of a model that no profile lists. */
export function modelMistake({ service, dialect, model }: ModelRequest): Refusal {
  if (service === "bedrock") return bedrockRefusal("model-invalid", model);
  const asked: Refusing = { service, dialect };
  if (service === "openrouter") return openStatus(asked, 400, `${model} is not a valid model ID`);
  if (dialect === "messages") return anthropicError(404, `model: ${model}`);
  if (service === "bedrock-openai") return openStatus(asked, 404, `The model '${model}' does not exist`);
  if (dialect === "chat") return openStatus(asked, 404, `Not found the model ${model} or Permission denied`);
  const message = `The requested model '${model}' does not exist.`;
  return responsesError(asked, { status: 400, code: "model_not_found", message, param: "model" });
}

/** The mark of a model id that nobody serves, whatever the profiles list: a probe asks for it. */
const unknownModel = "no-such-model";

/** True for a model that no profile lists, and for an id that says itself that there is no such model. */
export function isUnknown(model: string, behaviour: Behaviour | null): boolean {
  return behaviour === null || model.includes(unknownModel);
}

/** The service's refusal of a request to a known model; null: accepted. */
export function requestMistake(given: {
  readonly request: ModelRequest;
  readonly body: JsonObject;
  readonly behaviour: Behaviour;
}): Refusal | null {
  const mistake = given.request.service === "bedrock" ? bedrockMistake(given) : openMistake(given);
  return mistake ?? (hasBrokenSeal(given.body) ? sealMistake(given.request) : null);
}

/** The refusal of reasoning that is not as the service signed or encrypted it. */
function sealMistake({ service, dialect, model }: ModelRequest): Refusal {
  if (service === "bedrock") return bedrockRefusal("thinking-signature", model);
  return openRefusal({ service, dialect }, "thinking-signature", null);
}

type Given = Parameters<typeof requestMistake>[0];

function bedrockMistake(given: Given): Refusal | null {
  const { request, body, behaviour } = given;
  const isStream = request.api === "converse-stream" || request.api === "invoke-model-stream";
  if (behaviour.retired !== null) return bedrockRefusal(behaviour.retired, request.model);
  if (behaviour.inferenceProfileOnly && isBare(request.model))
    return bedrockRefusal("inference-profile", request.model);
  if (behaviour.noTools && usesTools(request)) return bedrockRefusal("tools-unsupported", request.model);
  if (behaviour.noStreamingTools && isStream && usesTools(request)) {
    return bedrockRefusal("streaming-tools-unsupported", request.model);
  }
  if (isTooLong(request)) return bedrockRefusal("context-overflow", request.model);
  if (request.api === "converse" || request.api === "converse-stream") {
    const mistake = converseMistake(body, behaviour);
    return mistake === null ? idMistake(request, behaviour) : validationRefusal(mistake);
  }
  return invokeMistake(given) ?? idMistake(request, behaviour);
}

/** True for an id without the geography of an inference profile. An ARN is never bare. */
function isBare(model: string): boolean {
  return !/^(us|eu|apac|jp|au|ca|sa|us-gov|global)\./.test(model) && !model.startsWith("arn:");
}

function invokeMistake({ request, body, behaviour }: Given): Refusal | null {
  if (behaviour.family === null) return bedrockRefusal("action-unsupported", request.model);
  const missing = familiesByName[behaviour.family].requires.find((member) => body[member] === undefined);
  if (missing !== undefined) {
    return validationRefusal(
      `Malformed input request: #: required key [${missing}] not found, please reformat your input and try again.`,
    );
  }
  const mistake = familiesByName[behaviour.family].mistake?.(body) ?? null;
  return mistake === null ? null : validationRefusal(mistake);
}

/** The serving engine's refusal of an id that passed the service's checks, in Mistral's words (opencode#48843, 2026). */
function idMistake(request: ModelRequest, behaviour: Behaviour): Refusal | null {
  const rejects = behaviour.rejectIds;
  if (rejects === null || rejects.by !== "model") return null;
  const accepted = new RegExp(`^(?:${rejects.pattern})$`);
  const foreign = historyCalls(request).find(({ id }) => id === null || !accepted.test(id));
  if (foreign === undefined) return null;
  const text = `Tool call id was ${foreign.id ?? "None"} but must be a-z, A-Z, 0-9, with a length of 9.`;
  if (request.service === "bedrock") return validationRefusal(`The model returned the following errors: ${text}`);
  if (request.dialect === "messages") return anthropicError(400, text);
  return jsonRefusal(400, { object: "error", message: text, type: "invalid_function_call", code: "3280" });
}

function openMistake({ request, body, behaviour }: Given): Refusal | null {
  const { service, dialect } = request;
  if (service === "bedrock") return null;
  const asked: Refusing = { service, dialect };
  const unserved = routeRefusal(request, behaviour);
  if (unserved !== null) return unserved;
  // The words of agent0ai/agent-zero#1255 and farion1231/cc-switch#995, 2026-02 and 2026-03.
  if (service === "openrouter" && servingUpstream(request, behaviour) === null) {
    return openStatus(asked, 404, "No allowed providers are available for the selected model.");
  }
  if (behaviour.retired !== null) return openStatus(asked, 404, `No endpoints found for ${request.model}.`);
  const isStream = isStreaming(request.api);
  if (usesTools(request) && (behaviour.noTools || (behaviour.noStreamingTools && isStream))) {
    return service === "openrouter"
      ? openRefusal(asked, "tools-unsupported", null)
      : openStatus(asked, 400, "This model doesn't support tool use.");
  }
  if (isTooLong(request)) return openRefusal(asked, "context-overflow", null);
  return formMistake({ request, body, behaviour }, asked) ?? idMistake(request, behaviour);
}

/** A mistake in the body, by the rules and in the words of the form. */
function formMistake({ request, body, behaviour }: Given, asked: Refusing): Refusal | null {
  switch (asked.dialect) {
    case "chat": {
      const isFixed = behaviour.fixedSampling && asked.service === "openai";
      const message = chatMistake(body, request) ?? (isFixed ? fixedSamplingMistake(request) : null);
      return message === null ? null : openStatus(asked, 400, message);
    }
    case "messages": {
      // A gateway takes back what its models wrote: ids of any form, and reasoning that they do not sign.
      const isOwn = request.door !== "openrouter";
      const signed = isOwn || behaviour.reasoning.signed;
      const plainIds = isOwn && behaviour.toolCallIds === "per-api";
      const message = messagesMistake(body, { noPrefill: behaviour.noPrefill, signed, plainIds });
      return message === null ? null : anthropicError(400, message);
    }
    case "responses": {
      const { queues } = responsesStyles[behaviour.responses ?? styleOfDoor(request.door)];
      const mistake = responsesMistake(body, queues && request.door !== "runtime");
      return mistake === null ? null : responsesError(asked, { status: 400, ...mistake });
    }
  }
}

/** The last part of a path, as refusals name it. */
const operations = { chat: "chat/completions", responses: "responses", messages: "messages" } as const;

/** What stands before it, where that is not `/v1`. */
const prefixes: { readonly [door in Door]?: string } = { "mantle-openai": "/openai/v1", runtime: "/openai/v1" };

/**
 * A model that is not served at this door, in AWS's words: another form is refused by its name and path, another path because the route is
 * not the model's, and the runtime may know no such model for the form (aws-samples/sample-per-model-bedrock 2ef21bd, 2026-08-22:
 * 00-foundations/01, 08-moonshot-kimi/01, 11-xai-grok/01; enricoros/big-AGI#1167, 2026-08-04).
 */
function routeRefusal({ service, dialect, door, model }: ModelRequest, { unserved }: Behaviour): Refusal | null {
  if (service === "bedrock" || door === null) return null;
  const found = unserved.find(
    ({ doors, dialects }) => doors.includes(door) && (dialects === null || dialects.includes(dialect)),
  );
  if (found === undefined) return null;
  const asked: Refusing = { service, dialect };
  switch (found.as) {
    case "api": {
      const prefix = dialect === "messages" ? null : prefixes[door];
      const path = `${prefix ?? "/v1"}/${operations[dialect]}`;
      return openStatus(asked, 400, `The model '${model}' does not support the '${path}' API`);
    }
    case "route":
      return openStatus(asked, 400, `model \`${model}\` isn't supported on this route`);
    case "unknown":
      return openStatus(asked, 404, "The model doesn't exist or doesn't support this API");
  }
}
