import { expect, test } from "vitest";
import { schemaKeywordIn, schemaRefusal } from "./schema-keyword.js";

test.each([
  ["output_config.format.schema: For 'array' type, property 'maxItems' is not supported", "maxItems"],
  ["schema: For 'integer' type, properties maximum, minimum are not supported", "maximum"],
  ["input_schema does not support oneOf, allOf, or anyOf at the top level", "oneOf, allOf, anyOf"],
  ["Invalid schema for function 'format': In context=('properties', 'x'), 'minLength' is not permitted", "minLength"],
  ["Invalid schema for response_format 'x': In context=(), 'required' is required to be supplied", "required"],
  ["Invalid schema for response_format 'x': 'additionalProperties' must be set to false", "additionalProperties"],
  ['Unknown name "$ref" at tools[0].function_declarations[0].parameters: Cannot find field.', "$ref"],
  [
    "tools.function.parameters is not a valid moonshot flavored json schema, details: <At path 'root': when using anyOf, type should be defined in anyOf items>",
    "anyOf",
  ],
  ['Grammar error: Unimplemented keys: ["uniqueItems"]', "uniqueItems"],
  ["tools.0.custom.input_schema.type: Field required", "type"],
])("%s is a refusal of %s", (words, keyword) => {
  expect(schemaRefusal.test(words)).toBe(true);
  expect(schemaKeywordIn(words)).toBe(keyword);
});

test.each([
  "1 validation error detected: Value at 'x' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]",
  "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
  "messages.3.content.1.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
  "tools.0.custom.input_schema: Field required",
  "The schema was compiled, and maxItems holds.",
  "anyOf of the models is not supported",
])("%s refuses no keyword of a schema", (words) => {
  expect(schemaRefusal.test(words)).toBe(false);
});

test("words without a keyword name none", () => {
  expect(schemaKeywordIn("the schema is not valid")).toBeNull();
});
