import { Composer, type CST, type Document, isMap, isNode, isPair, isSeq, Parser } from "yaml";
import { placeAt } from "../../source/place.js";
import { withoutEnvironment } from "../../source/without-environment.js";
import { hasWideBreaks, withoutBreakIndent } from "./breaks.js";
import { YamlFault } from "./fault.js";
import { foreignLexemes, maxLexemes, type YamlBudget } from "./lexemes.js";
import { quickDocuments } from "./quick/quick-yaml.js";
import { indentQuotedLines } from "./repair.js";
import { foreignScalars } from "./scalars.js";
import { valueOfDocument } from "./value.js";

/**
 * The documents of a YAML file written by another tool. If `ok` is false, they are what is complete before the fault: the
 * documents, and the root members of the damaged one, including the complete items of the list with the fault.
 * `repaired`: quoted text was indented less than YAML allows, and was read as PyYAML reads it.
 */
export type ForeignYaml =
  | { readonly ok: true; readonly documents: readonly unknown[]; readonly repaired: boolean }
  | {
      readonly ok: false;
      readonly documents: readonly unknown[];
      readonly repaired: boolean;
      /** Without line and column. */
      readonly message: string;
      /** Line and column count from 1; null: the file as a whole. */
      readonly line: number | null;
      readonly column: number | null;
    };

/**
 * Reads YAML 1.1 as PyYAML, Psych and go-yaml write it into plain values. The tags `!!binary` and `!binary` give a
 * Uint8Array; all other tags are ignored, and no object is ever constructed. Dates and times stay text. Refuses text that is
 * not YAML, is nested deeper than 128 levels, has more than a million parts, or has aliases that make it endless or far
 * larger. Never throws. `budget`: the parts that are left to several texts together.
 */
export function parseForeignYaml(text: string, budget: YamlBudget = { left: maxLexemes }): ForeignYaml {
  // Texts that share a budget are parts of a damaged file: the library counts what they are made of.
  const quick = budget.left < maxLexemes ? null : quickDocuments(text);
  if (quick !== null) return { ok: true, documents: quick, repaired: false };
  const left = { ...budget };
  const first = withoutEnvironment(() => attempt(text, { repaired: false, budget }));
  if (first.ok) return first;
  const mended = budget.left > 0 ? indentQuotedLines(text) : null;
  if (mended === null) return first;
  const second = withoutEnvironment(() => attempt(mended, { repaired: true, budget: left }));
  budget.left = Math.min(budget.left, left.left);
  return second.ok || (second.line ?? 0) > (first.line ?? 0) ? second : first;
}

function attempt(
  text: string,
  { repaired, budget }: { readonly repaired: boolean; readonly budget: YamlBudget },
): ForeignYaml {
  const documents: unknown[] = [];
  try {
    for (const document of compose(text, budget)) {
      const fault = firstFault(document);
      if (fault !== null) {
        documents.push(...wholeBefore(document, fault.offset ?? 0));
        return refused(text, fault, { documents, repaired });
      }
      documents.push(valueOfDocument(document));
    }
    return { ok: true, documents, repaired };
  } catch (error) {
    if (error instanceof YamlFault) return refused(text, error, { documents, repaired });
    // A stack overflow despite the depth guard: refuse the file, do not end the process.
    if (error instanceof RangeError) return refused(text, new YamlFault(error.message, null), { documents, repaired });
    throw error;
  }
}

function* compose(text: string, budget: YamlBudget): Generator<Document.Parsed> {
  const composer = new Composer({
    version: "1.1",
    schema: "failsafe",
    customTags: foreignScalars,
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  yield* composer.compose(tokens(text, budget), false, text.length);
  // Errors outside of any document.
  const [error] = composer.streamInfo().errors;
  if (error !== undefined) throw new YamlFault(`not valid YAML: ${error.message}`, error.pos[0]);
}

function* tokens(text: string, budget: YamlBudget): Generator<CST.Token> {
  const parser = new Parser();
  const lexemes = foreignLexemes(text, budget);
  for (const lexeme of hasWideBreaks(text) ? withoutBreakIndent(lexemes) : lexemes) {
    for (const token of parser.next(lexeme)) {
      yield token;
      // Later errors add nothing and cost time.
      if (token.type === "error") return yield* parser.end();
    }
  }
  yield* parser.end();
}

function firstFault(document: Document): YamlFault | null {
  const [first, ...others] = document.errors;
  if (first === undefined) return null;
  const error = others.reduce((one, other) => (other.pos[0] < one.pos[0] ? other : one), first);
  return new YamlFault(`not valid YAML: ${error.message}`, error.pos[0]);
}

/** The damaged document without anything that the fault may affect; empty when its root is not an object. */
function wholeBefore(document: Document, offset: number): readonly unknown[] {
  const root = document.contents;
  if (!isMap(root)) return [];
  const last = root.items.filter((pair) => isNode(pair.key) && startOf(pair.key) < offset).at(-1);
  if (last === undefined || !isSeq(last.value)) return [];
  // An item is complete if the next one starts before the fault.
  const started = last.value.items.filter((item) => startOf(item) < offset);
  last.value.items = started.slice(0, -1);
  root.items = root.items.slice(0, root.items.indexOf(last) + 1);
  try {
    return [valueOfDocument(document)];
  } catch (error) {
    if (error instanceof YamlFault) return [];
    throw error;
  }
}

function startOf(node: unknown): number {
  const inner = isPair(node) ? node.key : node;
  return isNode(inner) ? (inner.range?.[0] ?? 0) : 0;
}

function refused(
  text: string,
  { message, offset }: YamlFault,
  read: { readonly documents: readonly unknown[]; readonly repaired: boolean },
): ForeignYaml {
  const { line, column } = offset === null ? { line: null, column: null } : placeAt(text, offset);
  return { ok: false, ...read, message, line, column };
}
