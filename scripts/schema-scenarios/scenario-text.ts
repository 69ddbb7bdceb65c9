import type { JsonObject, JsonValue } from "../../src/chat/json.js";
import type { Keyword } from "./keywords.js";

/** The id of a keyword's scenario: `schema-exclusive-minimum`. */
export function idOf({ keyword }: Pick<Keyword, "keyword">): string {
  return `schema-${keyword
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .replace("$", "")
    .replaceAll(" ", "-")}`;
}

/** The scenario file of a keyword. */
export function scenarioText(of: Keyword): string {
  const { keyword, say, base, changed, plain, fitting } = of;
  const asked = JSON.stringify(say);
  return `# yaml-language-server: $schema=../../schemas/scenario.schema.json
# Written by \`npm run schema-scenarios\` from scripts/schema-scenarios/keywords.ts.
id: ${idOf(of)}
version: 1
title: ${JSON.stringify(`Does a reply fit the keyword ${keyword}?`)}
description: |-
  The same question with a schema that has no ${keyword}, and with one that has: a plain answer breaks it.
tags: [schema]

settings:
  # Reasoning counts as output: a thinking model that is cut at 100 tokens looks like an empty reply. 1024 leaves room.
  maxOutputTokens: 1024
  # 1 is the one value that every service here takes; topP is left out: some refuse the two together.
  temperature: 1
  topP: null
  reasoning: default
  responseFormat: ${formatText(schemaOf(base))}

steps:
  - id: plain
    say: ${asked}
    expect:
      - finish: [stop]
    example:
      text: ${quoted({ x: plain })}
  - id: keyword
    fresh: true
    settings:
      responseFormat: ${formatText(schemaOf(changed, of.definitions))}
    say: ${asked}
    expect:
      - finish: [stop]
    example:
      text: ${quoted({ x: fitting })}

compare:
  - parameter: schemaKeyword
    label: ${JSON.stringify(keyword)}
    base: plain
    changed: keyword
    measure: ${measureText(of)}
    effect: adds
`;
}

function measureText({ changed, fits, has, definitions }: Keyword): string {
  if (has !== undefined) return `{ contains: [${has}] }`;
  const schema = fits === undefined ? schemaOf(changed, definitions) : schemaOf(fits);
  return `{ matchesSchema: ${JSON.stringify(schema)} }`;
}

function schemaOf(x: JsonObject, definitions?: JsonObject): JsonObject {
  const closed: JsonObject = { type: "object", properties: { x }, required: ["x"], additionalProperties: false };
  return definitions === undefined ? closed : { ...closed, $defs: definitions };
}

function formatText(schema: JsonObject): string {
  return `{ name: reply, strict: true, schema: ${JSON.stringify(schema)} }`;
}

/** A text in single quotes, which YAML takes as it stands. */
function quoted(value: JsonValue): string {
  return `'${JSON.stringify(value).replaceAll("'", "''")}'`;
}
