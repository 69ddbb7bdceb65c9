import { z } from "zod";
import { weights } from "./data/weights.js";

/** The format version of a model file; any other version is refused. */
export const formatVersion = 1;

/** What a model was trained on, for people who read the file. */
const trained = z.strictObject({
  at: z.string().min(1).describe("When, ISO 8601; given by whoever trained it."),
  seed: z.int(),
  hparam: z.record(z.string(), z.json()),
  weights,
  dearestCost: z.number().describe("The cost that counts as 1, in US dollars."),
  embedder: z
    .strictObject({ id: z.string().min(1), dimensions: z.int().min(1) })
    .nullable()
    .describe("What made the embeddings; null: the router needs none."),
  queries: z.int().min(0),
  rows: z.int().min(0),
  models: z
    .array(z.strictObject({ name: z.string().min(1), rows: z.int().min(0), best: z.int().min(0) }))
    .describe("Best mean score first; best: of how many queries it was the model to choose."),
});

export type Trained = z.output<typeof trained>;

/** The schema of a model file of the router with this name; `body` is what the router learned. */
export function modelFile<Body, Stored>(router: string, body: z.ZodType<Body, Stored>) {
  return z.strictObject({
    formatVersion: z.literal(formatVersion),
    router: z.literal(router),
    trained,
    body,
  });
}

/**
 * The text of a model file. A list or object without nested ones is on one line, so that a row of weights is one line of a
 * `git diff`. The same model gives the same bytes.
 */
export function modelText(router: string, model: { readonly trained: Trained; readonly body: unknown }): string {
  return `${print({ formatVersion, router, ...model }, "")}\n`;
}

function print(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null || isFlat(value)) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((entry) => inner + print(entry, inner)).join(",\n")}\n${indent}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const lines = members.map(([key, member]) => `${inner}${JSON.stringify(key)}: ${print(member, inner)}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

function isFlat(value: object): boolean {
  return Object.values(value).every((member) => typeof member !== "object" || member === null);
}
