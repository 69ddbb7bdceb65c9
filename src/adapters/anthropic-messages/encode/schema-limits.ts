import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { Warn } from "../../blocks/warning-log.js";

/** How much all schemas of one request may ask for together (refusals of the API, recorded in 0xPlaygrounds/rig, 2026). */
const most = { strictTools: 20, optional: 24, unions: 16 };

/**
 * Warns where the schemas that the service enforces, those of strict tools and of the format, are beyond what it compiles: the request is
 * then refused. Schemas are never changed.
 */
export function warnSchemaLimits({ tools, responseFormat }: ChatRequest, warn: Warn): void {
  const strict = (tools ?? []).flatMap(({ strict, parameters }, index): readonly Enforced[] =>
    strict === true && parameters !== null ? [{ schema: parameters, field: `tools[${index}].parameters` }] : [],
  );
  const formats: readonly Enforced[] =
    responseFormat?.kind === "json-schema" ? [{ schema: responseFormat.schema, field: "responseFormat.schema" }] : [];
  const enforced = [...strict, ...formats];
  const [first] = enforced;
  if (first === undefined) return;
  const facts = enforced.map(({ schema, field }) => ({ field, facts: factsOf(schema) }));
  const count = (name: "optional" | "unions") => facts.reduce((sum, one) => sum + one.facts[name], 0);
  if (strict.length > most.strictTools) {
    warn("limit-broken", "tools", `${strict.length} strict tools; the service takes ${most.strictTools}`);
  }
  for (const name of ["optional", "unions"] as const) {
    if (count(name) <= most[name]) continue;
    const what = name === "optional" ? "optional parameters" : "parameters of several types";
    warn("limit-broken", first.field, `${count(name)} ${what} in the schemas; the service takes ${most[name]}`);
  }
  for (const { field, facts: found } of facts) {
    for (const refused of found.refused) warn("limit-broken", field, `the service does not enforce ${refused}`);
  }
}

type Enforced = { readonly schema: JsonObject; readonly field: string };

/** `refused`: what of the schema the service does not compile. */
type Facts = { readonly optional: number; readonly unions: number; readonly refused: ReadonlySet<string> };

/** "For 'integer' type, properties maximum, minimum are not supported"; for arrays `maxItems` and `uniqueItems` (2026-07). */
const refusedWords: ReadonlySet<string> = new Set([
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  ...["maxItems", "uniqueItems"],
]);

function factsOf(root: JsonObject): Facts {
  const refused = new Set<string>();
  let optional = 0;
  let unions = 0;
  for (const schema of schemasIn(root)) {
    const properties = isJsonObject(schema["properties"]) ? schema["properties"] : {};
    const required = Array.isArray(schema["required"]) ? schema["required"] : [];
    for (const [name, property] of Object.entries(properties)) {
      if (!required.includes(name)) optional += 1;
      if (isJsonObject(property) && isUnion(property)) unions += 1;
    }
    for (const word of Object.keys(schema)) if (refusedWords.has(word)) refused.add(word);
    if (schema["type"] === "object" && schema["additionalProperties"] !== false) {
      refused.add("an object without additionalProperties: false");
    }
    if (schema["$ref"] === "#") refused.add("a schema that contains itself");
  }
  return { optional, unions, refused };
}

function isUnion({ type, anyOf }: JsonObject): boolean {
  return Array.isArray(type) || Array.isArray(anyOf);
}

const namedSchemas = ["properties", "$defs", "definitions"] as const;
const listedSchemas = ["anyOf", "oneOf", "allOf", "prefixItems"] as const;

/** A schema and every schema in it. */
function schemasIn(value: JsonValue | undefined): readonly JsonObject[] {
  if (!isJsonObject(value)) return [];
  const named = namedSchemas.flatMap((member) => {
    const schemas = value[member];
    return isJsonObject(schemas) ? Object.values(schemas) : [];
  });
  const listed = listedSchemas.flatMap((member) => {
    const schemas = value[member];
    return Array.isArray(schemas) ? schemas : [];
  });
  const inner: readonly (JsonValue | undefined)[] = [
    ...named,
    ...listed,
    value["items"],
    value["additionalProperties"],
  ];
  return [value, ...inner.flatMap(schemasIn)];
}
