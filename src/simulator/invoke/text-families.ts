import type { JsonObject } from "../../chat/json.js";
import type { Answer } from "../answer/answer.js";
import { textAt } from "../request/members.js";
import { deltasOf } from "../write/piece.js";
import { type Family, finishWord, plainText, readPrompt, reportedTokens, type StreamRecord } from "./family.js";

const wordsOf = { stop: "stop", length: "length", calls: "stop", filter: "content_filter" };

/** Llama: token counts in every record, `prompt_token_count` only in the first (recordings of 2024-01 to 2025-04). */
export const llama: Family = {
  requires: ["prompt"],
  read: (body) => readPrompt(textAt(body, "prompt") ?? ""),
  unary: (answer) => {
    const { input, output } = reportedTokens(answer);
    return {
      generation: plainText(answer),
      prompt_token_count: input,
      generation_token_count: output,
      stop_reason: finishWord(answer, wordsOf),
    };
  },
  stream: (answer) =>
    lastFinishes(plainText(answer), (generation, index, last) => ({
      generation,
      prompt_token_count: index === 0 ? reportedTokens(answer).input : null,
      generation_token_count: last ? reportedTokens(answer).output : index + 1,
      stop_reason: last ? finishWord(answer, wordsOf) : null,
    })),
};

/** Mistral's text form (recordings of 2025-04 and 2025-08). */
export const mistralText: Family = {
  requires: ["prompt"],
  read: llama.read,
  unary: (answer) => ({ outputs: [{ text: plainText(answer), stop_reason: finishWord(answer, wordsOf) }] }),
  stream: (answer) =>
    lastFinishes(plainText(answer), (text, _index, last) => ({
      outputs: [{ text, stop_reason: last ? finishWord(answer, wordsOf) : null }],
    })),
};

/** DeepSeek R1: `choices[].text`, with thoughts before a `</think>` whose opening tag is in the prompt (AWS user guide, 2026). */
export const deepseekR1: Family = {
  requires: ["prompt"],
  read: llama.read,
  unary: (answer) => ({ choices: [{ text: thinkingText(answer), stop_reason: finishWord(answer, wordsOf) }] }),
  stream: (answer) =>
    lastFinishes(thinkingText(answer), (text, _index, last) => ({
      choices: [{ text, stop_reason: last ? finishWord(answer, wordsOf) : null }],
    })),
};

const titanWords = { stop: "FINISH", length: "LENGTH", calls: "FINISH", filter: "CONTENT_FILTERED" };

/** Titan text (recordings of 2024-01 to 2025-05). */
export const titan: Family = {
  requires: ["inputText"],
  read: (body) => readPrompt(textAt(body, "inputText") ?? ""),
  unary: (answer) => {
    const { input, output } = reportedTokens(answer);
    const completionReason = finishWord(answer, titanWords);
    const result = { tokenCount: output, outputText: plainText(answer), completionReason };
    return { inputTextTokenCount: input, results: [result] };
  },
  stream: (answer) =>
    lastFinishes(plainText(answer), (outputText, _index, last) => ({
      outputText,
      index: 0,
      totalOutputTextTokenCount: last ? reportedTokens(answer).output : null,
      completionReason: last ? finishWord(answer, titanWords) : null,
      inputTextTokenCount: last ? reportedTokens(answer).input : null,
    })),
};

/** One record per delta; the last one has the finish reason. An empty reply is one record. */
function lastFinishes(
  text: string,
  write: (delta: string, index: number, last: boolean) => JsonObject,
): readonly StreamRecord[] {
  const found = deltasOf(text);
  const deltas = found.length === 0 ? [""] : found;
  return deltas.map((delta, index) => {
    const last = index === deltas.length - 1;
    return { mark: last ? "finish" : index === 0 ? "start" : "delta", value: write(delta, index, last) };
  });
}

function thinkingText(answer: Answer): string {
  const thought = answer.parts.flatMap((part) => (part.kind === "reasoning" ? [part.text] : [])).join("");
  return thought === "" ? plainText(answer) : `${thought}\n</think>\n${plainText(answer)}`;
}
