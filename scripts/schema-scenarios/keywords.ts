import type { JsonObject, JsonValue } from "../../src/chat/json.js";

/**
 * A keyword of JSON Schema (2020-12), and a question whose plain answer breaks it. `base` and `changed`: the schema of the member `x`, without
 * and with the keyword. `plain` and `fitting`: what a good model replies to each. `fits`: the schema of a reply that fits, where the keyword's own
 * cannot be checked; `has`: a word that such a reply has.
 */
export type Keyword = {
  readonly keyword: string;
  readonly say: string;
  readonly base: JsonObject;
  readonly changed: JsonObject;
  readonly plain: JsonValue;
  readonly fitting: JsonValue;
  readonly fits?: JsonObject;
  readonly has?: string;
  /** `$defs` beside the member. */
  readonly definitions?: JsonObject;
};

const text = { type: "string" };
const whole = { type: "integer" };
const open = { type: "object" };
const texts = { type: "array", items: text };
const named = { type: "object", properties: { name: text } };
const needs = (name: string) => ({ type: "object", properties: { [name]: {} }, required: [name] });

/** Every keyword of the sweep: those of the public test suite (json-schema-org/JSON-Schema-Test-Suite, tests/draft2020-12) that a reply can break. */
export const keywords: readonly Keyword[] = [
  {
    keyword: "type",
    say: "How many legs has a spider? Give the English word, as x.",
    base: {},
    changed: whole,
    plain: "eight",
    fitting: 8,
  },
  {
    keyword: "enum",
    say: "Describe the Sahara at noon in one word, as x.",
    base: text,
    changed: { ...text, enum: ["warm", "cold"] },
    plain: "scorching",
    fitting: "warm",
  },
  {
    keyword: "const",
    say: "Name any stone, but not the one that kitchens are known for, as x.",
    base: text,
    changed: { ...text, const: "granite" },
    plain: "marble",
    fitting: "granite",
  },
  {
    keyword: "minimum",
    say: "What is the smallest prime number, as x?",
    base: whole,
    changed: { ...whole, minimum: 100 },
    plain: 2,
    fitting: 101,
  },
  {
    keyword: "maximum",
    say: "How many days has a common year, as x?",
    base: whole,
    changed: { ...whole, maximum: 10 },
    plain: 365,
    fitting: 10,
  },
  {
    keyword: "exclusiveMinimum",
    say: "How many days has a week, as x?",
    base: whole,
    changed: { ...whole, exclusiveMinimum: 7 },
    plain: 7,
    fitting: 8,
  },
  {
    keyword: "exclusiveMaximum",
    say: "How many months has a year, as x?",
    base: whole,
    changed: { ...whole, exclusiveMaximum: 12 },
    plain: 12,
    fitting: 11,
  },
  {
    keyword: "multipleOf",
    say: "What is the smallest prime number above twenty, as x?",
    base: whole,
    changed: { ...whole, multipleOf: 5 },
    plain: 23,
    fitting: 25,
  },
  {
    keyword: "minLength",
    say: "What is the capital of France in one word, as x?",
    base: text,
    changed: { ...text, minLength: 20 },
    plain: "Paris",
    fitting: "Paris, upon the river Seine",
  },
  {
    keyword: "maxLength",
    say: "What is the capital of Portugal in one word, as x?",
    base: text,
    changed: { ...text, maxLength: 3 },
    plain: "Lisbon",
    fitting: "Lis",
  },
  {
    keyword: "pattern",
    say: "Write the first day of the year 2026 in English words, as x.",
    base: text,
    changed: { ...text, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    plain: "January the first, 2026",
    fitting: "2026-01-01",
  },
  {
    keyword: "format",
    say: "Write the last day of the year 2026 in English words, as x.",
    base: text,
    changed: { ...text, format: "date" },
    plain: "December the thirty-first, 2026",
    fitting: "2026-12-31",
    fits: { ...text, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
  },
  {
    keyword: "items",
    say: "List the numbers one to three as English words, as x.",
    base: { type: "array", items: {} },
    changed: { type: "array", items: whole },
    plain: ["one", "two", "three"],
    fitting: [1, 2, 3],
  },
  {
    keyword: "prefixItems",
    say: "List the capital and the name of Norway, in this order, as x.",
    base: { type: "array", items: {} },
    changed: { type: "array", prefixItems: [text, whole] },
    plain: ["Oslo", "Norway"],
    fitting: ["Oslo", 1],
  },
  {
    keyword: "minItems",
    say: "List the three primary colours of paint, as x.",
    base: texts,
    changed: { ...texts, minItems: 5 },
    plain: ["red", "yellow", "blue"],
    fitting: ["red", "yellow", "blue", "green", "orange"],
  },
  {
    keyword: "maxItems",
    say: "List the four seasons, as x.",
    base: texts,
    changed: { ...texts, maxItems: 2 },
    plain: ["spring", "summer", "autumn", "winter"],
    fitting: ["spring", "summer"],
  },
  {
    keyword: "uniqueItems",
    say: "List the letters of the word banana in their order, each of them, as x.",
    base: texts,
    changed: { ...texts, uniqueItems: true },
    plain: ["b", "a", "n", "a", "n", "a"],
    fitting: ["b", "a", "n"],
  },
  {
    keyword: "contains",
    say: "List two animals of a farm in Europe, as x.",
    base: texts,
    changed: { ...texts, contains: { const: "zebra" } },
    plain: ["cow", "hen"],
    fitting: ["cow", "zebra"],
    has: "zebra",
  },
  {
    keyword: "properties",
    say: "Give the place of Mars, counted from the sun, as the number rank in x.",
    base: open,
    changed: { type: "object", properties: { rank: text }, required: ["rank"] },
    plain: { rank: 4 },
    fitting: { rank: "4" },
  },
  {
    keyword: "required",
    say: "Give Venus as x, with its name and nothing else.",
    base: open,
    changed: { ...named, required: ["name", "moons"] },
    plain: { name: "Venus" },
    fitting: { name: "Venus", moons: 0 },
    fits: needs("moons"),
  },
  {
    keyword: "additionalProperties",
    say: "Give Earth as x, with its name and the number of its moons.",
    base: named,
    changed: { ...named, additionalProperties: false },
    plain: { name: "Earth", moons: 1 },
    fitting: { name: "Earth" },
  },
  {
    keyword: "patternProperties",
    say: "Give the number of moons of Mars in English words, as n_moons in x.",
    base: open,
    changed: { type: "object", patternProperties: { "^n_": whole } },
    plain: { n_moons: "two" },
    fitting: { n_moons: 2 },
    fits: { type: "object", properties: { n_moons: whole }, required: ["n_moons"] },
  },
  {
    keyword: "propertyNames",
    say: "Give Jupiter as x, with its name as the member name.",
    base: open,
    changed: { type: "object", propertyNames: { pattern: "^[A-Z]+$" } },
    plain: { name: "Jupiter" },
    fitting: { NAME: "Jupiter" },
    fits: needs("NAME"),
  },
  {
    keyword: "minProperties",
    say: "Give Saturn as x, with its name as the only member.",
    base: open,
    changed: { type: "object", minProperties: 2 },
    plain: { name: "Saturn" },
    fitting: { name: "Saturn", rings: true },
  },
  {
    keyword: "maxProperties",
    say: "Give Uranus as x, with its name and the number of its moons.",
    base: open,
    changed: { type: "object", maxProperties: 1 },
    plain: { name: "Uranus", moons: 28 },
    fitting: { name: "Uranus" },
  },
  {
    keyword: "dependentRequired",
    say: "Give the number of moons of Mars as moons in x, and nothing else.",
    base: open,
    changed: { type: "object", dependentRequired: { moons: ["names"] } },
    plain: { moons: 2 },
    fitting: { moons: 2, names: "Phobos, Deimos" },
    fits: needs("names"),
  },
  {
    keyword: "anyOf",
    say: "How many wheels has a car? Give the English word, as x.",
    base: {},
    changed: { anyOf: [whole, { type: "boolean" }] },
    plain: "four",
    fitting: 4,
  },
  {
    keyword: "oneOf",
    say: "How many wheels has a bicycle? Give the English word, as x.",
    base: {},
    changed: { oneOf: [whole, { type: "boolean" }] },
    plain: "two",
    fitting: 2,
  },
  {
    keyword: "allOf",
    say: "How many fingers has a hand, as x?",
    base: whole,
    changed: {
      allOf: [
        { ...whole, minimum: 100 },
        { ...whole, maximum: 200 },
      ],
    },
    plain: 5,
    fitting: 105,
  },
  {
    keyword: "not",
    say: "What is the capital of Italy in one word, as x?",
    base: text,
    changed: { ...text, not: { const: "Rome" } },
    plain: "Rome",
    fitting: "Roma",
    has: "Roma",
  },
  {
    keyword: "if",
    say: "Give iron as x, with its kind, which is metal, and nothing else.",
    base: open,
    changed: {
      type: "object",
      if: { properties: { kind: { const: "metal" } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ["melts"] },
      else: {},
    },
    plain: { kind: "metal" },
    fitting: { kind: "metal", melts: 1538 },
    fits: needs("melts"),
  },
  {
    keyword: "$ref",
    say: "How many strings has a violin? Give the English word, as x.",
    base: {},
    changed: { $ref: "#/$defs/count" },
    definitions: { count: whole },
    plain: "four",
    fitting: 4,
    fits: whole,
  },
  {
    keyword: "beside $ref",
    say: "What is the capital of Norway in one word, as x?",
    base: { $ref: "#/$defs/name" },
    changed: { $ref: "#/$defs/name", minLength: 20 },
    definitions: { name: text },
    plain: "Oslo",
    fitting: "Oslo, the city on the fjord",
  },
  {
    keyword: "$ref to itself",
    say: "What is the capital of Finland in one word, as x?",
    base: {},
    changed: { $ref: "#/$defs/place" },
    definitions: {
      place: {
        type: "object",
        properties: { name: text, within: { anyOf: [{ $ref: "#/$defs/place" }, { type: "null" }] } },
        required: ["name", "within"],
        additionalProperties: false,
      },
    },
    plain: "Helsinki",
    fitting: { name: "Helsinki", within: null },
  },
  {
    keyword: "dependentSchemas",
    say: "Give tin as x, with its symbol, which is Sn, and nothing else.",
    base: open,
    changed: { ...open, dependentSchemas: { symbol: { required: ["melts"] } } },
    plain: { symbol: "Sn" },
    fitting: { symbol: "Sn", melts: 232 },
  },
  {
    keyword: "unevaluatedProperties",
    say: "Describe Bern as x, with its name and its river.",
    base: named,
    changed: { ...named, unevaluatedProperties: false },
    plain: { name: "Bern", river: "Aare" },
    fitting: { name: "Bern" },
  },
  {
    keyword: "minContains",
    say: "Name three rivers of France as a list of texts, as x.",
    base: texts,
    changed: { ...texts, contains: { const: "Rhône" }, minContains: 2 },
    plain: ["Seine", "Loire", "Rhône"],
    fitting: ["Rhône", "Rhône", "Loire"],
  },
];
