import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import { readParallel, readToolChoice, readTools } from "../../anthropic/decode-request/tools.js";
import { readOutput } from "./output.js";
import type { ReadSettings } from "./read-settings.js";

/** Decodes the settings of a Messages body. */
export function decodeSettings(body: JsonObject, warnings: Warning[]): ReadSettings {
  const plain = readPlain(body);
  const tools = decodeTools(body, warnings);
  const output = readOutput(body);
  return {
    settings: { ...plain.settings, ...tools.settings, ...output.settings },
    read: new Set([...plain.read, ...tools.read, ...output.read]),
  };
}

const places = [
  ["max_tokens", "maxOutputTokens"],
  ["temperature", "temperature"],
  ["top_p", "topP"],
  ["top_k", "topK"],
] as const;

function readPlain(body: JsonObject): ReadSettings {
  const numbers = places.flatMap(([name, setting]) => {
    const value = body[name];
    return typeof value === "number" ? [{ name, setting, value }] : [];
  });
  const stops = body["stop_sequences"];
  const stopSequences = isTexts(stops) ? stops : null;
  return {
    settings: {
      ...Object.fromEntries(numbers.map(({ setting, value }) => [setting, value])),
      ...(stopSequences === null ? {} : { stopSequences }),
    },
    read: new Set([...numbers.map(({ name }) => name), ...(stopSequences === null ? [] : ["stop_sequences"])]),
  };
}

/** A list of tools that has more than tools of ours goes to `extra` whole, too: what is lost of it has its warnings. */
function decodeTools(body: JsonObject, warnings: Warning[]): ReadSettings {
  const lost: Warning[] = [];
  const tools = readTools(body, lost);
  warnings.push(...lost);
  const choice = body["tool_choice"];
  const toolChoice = isJsonObject(choice) ? readToolChoice(choice) : null;
  const parallelToolCalls = isJsonObject(choice) ? readParallel(choice) : null;
  return {
    settings: { tools, toolChoice, parallelToolCalls },
    read: new Set([
      ...(tools === null || lost.length > 0 ? [] : ["tools"]),
      ...(toolChoice === null ? [] : ["tool_choice"]),
    ]),
  };
}

function isTexts(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
