import { isJsonObject } from "../../chat/json.js";
import type { ModelRequest } from "../request/model-request.js";
import { type AnswerPart, callsOf, joinedText } from "./answer.js";
import { argumentsFor } from "./fit-schema.js";

/** The example as the request's parameters make it: its calls, its form and its words. {@link stopAt} ends it. */
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

/** The parts up to the first stop sequence, and that sequence; null: there is none in the text. */
export function stopAt(
  parts: readonly AnswerPart[],
  { settings: { stopSequences } }: ModelRequest,
): { readonly parts: readonly AnswerPart[]; readonly stoppedBy: string | null } {
  const sequences = Array.isArray(stopSequences) ? stopSequences.filter((one) => typeof one === "string") : [];
  for (const [index, part] of parts.entries()) {
    if (part.kind !== "text") continue;
    const found = sequences
      .map((sequence) => ({ sequence, at: part.text.indexOf(sequence) }))
      .filter(({ at }) => at !== -1)
      .sort((one, other) => one.at - other.at)[0];
    if (found === undefined) continue;
    const cut = { ...part, text: part.text.slice(0, found.at) };
    return { parts: [...parts.slice(0, index), cut], stoppedBy: found.sequence };
  }
  return { parts, stoppedBy: null };
}

const steps: readonly Step[] = [serialCalls, asJson, penalised];

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
