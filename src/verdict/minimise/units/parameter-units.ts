import type { ChatRequest } from "../../../chat/request.js";
import { quote } from "../../compare-text.js";
import { quotedName } from "../../evidence/quoted-name.js";
import { memberUnits } from "./json-units.js";
import { schemaUnits } from "./schema-units.js";
import type { Unit } from "./unit.js";

/** The settings that go whole, in the order in which they are tried. */
export const settingNames = [
  ...(["maxOutputTokens", "temperature", "topP", "topK", "seed", "presencePenalty", "frequencyPenalty"] as const),
  ...(["stopSequences", "reasoning", "responseFormat", "choices", "logprobs", "logitBias"] as const),
] as const;

/** What can go of the settings and the provider's own members, and what can go inside them. */
export function parameterUnits(request: ChatRequest): readonly Unit[] {
  const settings = settingNames.flatMap((name) => {
    const value = request[name];
    if (value === null || (name === "reasoning" && isUnsent(request.reasoning))) return [];
    const shown = typeof value === "number" ? `${value}` : quote(JSON.stringify(value), 60).slice(1, -1);
    return [unit(`/${name}`, `the setting ${name} ${shown}`, null), ...insideSetting(request, name)];
  });
  const place = { pointer: "/extra", parent: null, group: "parameters" } as const;
  return [...settings, ...memberUnits(request.extra, place, "the body")];
}

/** A setting that sends nothing is no unit. */
function isUnsent(reasoning: ChatRequest["reasoning"]): boolean {
  return reasoning?.mode === "default" && reasoning.effort === null && reasoning.budgetTokens === null;
}

function insideSetting(request: ChatRequest, name: (typeof settingNames)[number]): readonly Unit[] {
  const inside = (member: string, value: unknown) =>
    value === null ? [] : [unit(`/${name}/${member}`, `the member ${member} of the setting ${name}`, `/${name}`)];
  if (name === "reasoning" && request.reasoning !== null) {
    return [...inside("effort", request.reasoning.effort), ...inside("budgetTokens", request.reasoning.budgetTokens)];
  }
  if (name === "stopSequences" && request.stopSequences !== null && request.stopSequences.length > 1) {
    return request.stopSequences.map((stop, index) =>
      unit(`/${name}/${index}`, `the stop sequence ${quotedName(stop, 40)}`, `/${name}`),
    );
  }
  const format = request.responseFormat;
  if (name !== "responseFormat" || format?.kind !== "json-schema") return [];
  const place = { pointer: "/responseFormat/schema", parent: "/responseFormat", group: "schema keywords" } as const;
  return [
    ...inside("strict", format.strict),
    ...schemaUnits(format.schema, place, "the schema of the response format"),
  ];
}

function unit(id: string, says: string, parent: string | null): Unit {
  return { id, group: "parameters", says, parent, takes: [id] };
}
