import { isJsonObject, type JsonObject } from "../../chat/json.js";
import type { ModelRequest, OfferedTool } from "../request/model-request.js";
import { type AnswerCall, type AnswerPart, argumentsDocument, callsOf } from "./answer.js";
import { argumentsFor, fits } from "./fit-schema.js";

/**
 * The scripted parts with no call but of a declared tool, as a model makes them, and as `tool_choice` says. A call of another
 * tool becomes one of a declared tool, with arguments that fit its schema. A prompt has its tools in its text: it stays
 * unchanged.
 */
export function withDeclaredCalls(parts: readonly AnswerPart[], request: ModelRequest): readonly AnswerPart[] {
  const { prompt, tools, toolChoice } = request;
  if (prompt !== null) return parts;
  const calls = callsOf({ parts });
  if (calls.length === 0 && (toolChoice === "auto" || toolChoice === "none")) return parts;
  if (calls.length === 0) {
    const required = declaredCall(tools, toolChoice, noCall);
    return required.length === 0 ? parts : [...withoutText(parts), ...required];
  }
  if (toolChoice === "none") return withoutCalls(parts);
  return parts.flatMap((part): readonly AnswerPart[] =>
    part.kind === "call" ? declaredCall(tools, toolChoice, part) : [part],
  );
}

/** A required call comes instead of the scripted text. */
function withoutText(parts: readonly AnswerPart[]): readonly AnswerPart[] {
  return parts.filter(({ kind }) => kind !== "text" && kind !== "refusal");
}

function withoutCalls(parts: readonly AnswerPart[]): readonly AnswerPart[] {
  return parts.filter(({ kind }) => kind !== "call");
}

const noCall: AnswerCall = { kind: "call", id: null, name: "", argumentsText: "{}" };

/** Empty where no declared tool may be called, or none with arguments that fit. */
function declaredCall(
  tools: readonly OfferedTool[],
  choice: ModelRequest["toolChoice"],
  scripted: AnswerCall,
): readonly AnswerCall[] {
  const allowed = typeof choice === "object" ? tools.filter(({ name }) => name === choice.tool) : tools;
  const same = allowed.find(({ name }) => name === scripted.name);
  const args = argumentsDocument(scripted);
  if (same !== undefined && fits(args, same.parameters)) return [scripted];
  const wanted = isJsonObject(args) ? args : {};
  const candidates = same === undefined ? allowed : [same, ...allowed.filter((tool) => tool !== same)];
  const fitting = candidates.map((tool) => callOf(tool, wanted));
  const found = fitting.find(({ fits }) => fits) ?? (choice === "auto" ? undefined : fitting[0]);
  return found === undefined ? [] : [found.call];
}

function callOf(
  { name, parameters }: OfferedTool,
  wanted: JsonObject,
): { readonly call: AnswerCall; readonly fits: boolean } {
  const args = argumentsFor(parameters, wanted);
  return { call: { kind: "call", id: null, name, argumentsText: JSON.stringify(args) }, fits: fits(args, parameters) };
}
