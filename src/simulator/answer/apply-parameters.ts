import { isJsonObject } from "../../chat/json.js";
import type { ModelRequest } from "../request/model-request.js";
import { type AnswerPart, callsOf, joinedText } from "./answer.js";
import { argumentsFor } from "./fit-schema.js";

/** The example as the request's parameters make it: its calls, its form, its words, and where it stops. */
export function applyParameters(parts: readonly AnswerPart[], request: ModelRequest): readonly AnswerPart[] {
  return steps.reduce((before, step) => step(before, request), parts);
}

/** The reply with the reasoning that was asked for: off leaves it out; a low effort leaves its beginning. */
export function applyReasoning(parts: readonly AnswerPart[], { parameters }: ModelRequest): readonly AnswerPart[] {
  const { reasoning } = parameters;
  if (reasoning === null) return parts;
  if (reasoning.isOff) return parts.filter(({ kind }) => kind !== "reasoning");
  if (reasoning.effort !== "low" && reasoning.effort !== "minimal") return parts;
  return parts.map((part) =>
    part.kind === "reasoning" ? { ...part, text: part.text.slice(0, Math.ceil(part.text.length / 4)) } : part,
  );
}

type Step = (parts: readonly AnswerPart[], request: ModelRequest) => readonly AnswerPart[];

/** `false` leaves the first call. */
const serialCalls: Step = (parts, { parameters: { parallelToolCalls } }) => {
  if (parallelToolCalls !== false) return parts;
  const first = callsOf({ parts })[0];
  return parts.filter((part) => part.kind !== "call" || part === first);
};

/** Text that is no JSON object becomes one. */
const asJson: Step = (parts, { parameters: { format } }) => {
  const text = joinedText(parts);
  if (format === null || callsOf({ parts }).length > 0 || isJson(text)) return parts;
  const value = format.schema === null ? { answer: text } : argumentsFor(format.schema, { answer: text });
  return [...parts.filter(({ kind }) => kind !== "text"), { kind: "text", text: JSON.stringify(value) }];
};

/** With a penalty of 1 or more, a word that was used is not used again. */
const penalised: Step = (parts, { settings: { presencePenalty, frequencyPenalty } }) => {
  const penalty = Math.max(...[presencePenalty, frequencyPenalty].map((one) => (typeof one === "number" ? one : 0)));
  return penalty < 1
    ? parts
    : parts.map((part) => (part.kind === "text" ? { ...part, text: unrepeated(part.text) } : part));
};

/** The text ends before the first stop sequence. */
const stopped: Step = (parts, { settings: { stopSequences } }) => {
  const sequences = Array.isArray(stopSequences) ? stopSequences.filter((one) => typeof one === "string") : [];
  const kept: AnswerPart[] = [];
  for (const part of parts) {
    const ends = part.kind === "text" ? sequences.map((one) => part.text.indexOf(one)).filter((at) => at !== -1) : [];
    if (part.kind !== "text" || ends.length === 0) kept.push(part);
    else return [...kept, { ...part, text: part.text.slice(0, Math.min(...ends)) }];
  }
  return kept;
};

const steps: readonly Step[] = [serialCalls, asJson, penalised, stopped];

function isJson(text: string): boolean {
  try {
    return isJsonObject(JSON.parse(text));
  } catch {
    return false;
  }
}

function unrepeated(text: string): string {
  const used = new Set<string>();
  return text
    .split(" ")
    .filter((word) => {
      const plain = word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
      const isNew = !used.has(plain);
      used.add(plain);
      return isNew || plain === "";
    })
    .join(" ");
}
