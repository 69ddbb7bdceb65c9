/** Keywords of JSON Schema (draft 2020-12, read 2026-11-28) that are no English words: they need no quotes around them. */
const ownWords = [
  ...["maxItems", "minItems", "uniqueItems", "prefixItems", "additionalItems", "unevaluatedItems", "maxContains"],
  ...["minContains", "maxLength", "minLength", "exclusiveMaximum", "exclusiveMinimum", "multipleOf", "oneOf", "anyOf"],
  ...["allOf", "patternProperties", "additionalProperties", "unevaluatedProperties", "propertyNames", "maxProperties"],
  ...["minProperties", "dependentRequired", "dependentSchemas", "contentEncoding", "contentMediaType"],
];

/** Keywords that are English words too: they count in quotes, or after `property`. */
const englishWords = [
  ...["pattern", "format", "const", "enum", "default", "minimum", "maximum", "not", "if", "then", "else", "contains"],
  ...["nullable", "required", "type", "title", "examples", "readOnly", "writeOnly"],
];

const own = `(?:\\b(?:${ownWords.join("|")})\\b|\\$(?:ref|defs|schema|id|anchor|dynamicRef)\\b)`;
const quoted = `["'\`](?:${englishWords.join("|")})["'\`]`;
const listed = `\\bpropert(?:y|ies) (?:${englishWords.join("|")})\\b`;
const missing = "\\binput_schema\\.\\w+: Field required";

/** Matches a refusal of a JSON Schema that names the keyword: it speaks of a schema, and of what is not taken in it. */
export const schemaRefusal = new RegExp(
  "^(?=[^]*(?:schema|response_format|function_declarations|\\.parameters\\b|grammar))" +
    "(?=[^]*(?:not (?:yet )?(?:supported|permitted|allowed|implemented|have|valid)|(?:does|do)(?: not|n't) (?:support|allow)|unsupported|required to be|must be (?:explicitly )?(?:set|false|true)|unknown (?:name|keyword|field)|unimplemented|unrecognized|invalid|should be|field required))" +
    `[^]*(?:${own}|${quoted}|${listed}|${missing})`,
  "i",
);

/** The schema keywords that a refusal names, such as `oneOf, allOf`; null: none. */
export function schemaKeywordIn(text: string): string | null {
  for (const pattern of [own, listed, quoted, missing]) {
    const found = [...text.matchAll(new RegExp(pattern, "g"))].map(([words]) => keywordOf(words));
    if (found.length > 0) return [...new Set(found)].slice(0, 5).join(", ");
  }
  return null;
}

/** The keyword in what a pattern matched: `'format'`, `properties maximum`, `input_schema.type: Field required`. */
function keywordOf(words: string): string {
  return words.replace(/^propert(?:y|ies) |^input_schema\.|: Field required$|["'`]/g, "");
}
