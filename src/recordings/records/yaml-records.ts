import { RecordingError } from "../format.js";
import { listOf, memberOf } from "../members.js";
import { type RecordingFile, spoiltByte } from "../recording-file.js";
import { type ForeignYaml, parseForeignYaml } from "../yaml/foreign-yaml.js";
import { maxLexemes, type YamlBudget } from "../yaml/lexemes.js";
import { documentsOf, itemsOf, rootItemsOf, type YamlPart } from "../yaml/yaml-items.js";
import type { StoredRecord, StoredRecords } from "./read-records.js";

/**
 * The records of a YAML file: the items of the list under a root member. Where the file is not valid YAML, each item is parsed
 * on its own, so that only damaged ones are lost. Throws {@link RecordingError} when there is no such list.
 */
export function yamlRecords(file: RecordingFile, member: string): StoredRecords {
  const parsed = file.yaml();
  const list = listOf(memberOf(parsed.documents[0], member));
  const parts = () => itemsOf(file.textWithSpoilt(), member);
  if (parsed.ok) {
    if (list === null) throw new RecordingError({ file: file.name, interaction: null }, `"${member}" is not a list`);
    return found(list, { parsed, parts: () => parts() ?? [] });
  }
  const damaged = parts();
  if (damaged !== null) return parsedApart(damaged, (document) => listOf(memberOf(document, member))?.[0]);
  if (list === null) throw new RecordingError({ file: file.name, interaction: null }, yamlFault(parsed));
  return { ...found(list, { parsed, parts: () => [] }), lost: yamlFault(parsed) };
}

/** The items of a list that is the whole file as records, with the same care. */
export function yamlItems(file: RecordingFile): StoredRecords {
  const parsed = file.yaml();
  const parts = () => rootItemsOf(file.textWithSpoilt());
  if (parsed.ok) return found(listOf(parsed.documents[0]) ?? [], { parsed, parts });
  return parsedApart(parts(), (document) => listOf(document)?.[0]);
}

/** The documents of a YAML file as records, with the same care; empty documents are none. */
export function yamlDocuments(file: RecordingFile): StoredRecords {
  const parsed = file.yaml();
  const parts = () => documentsOf(file.textWithSpoilt());
  const documents = parsed.documents.filter((one) => one !== null && one !== undefined);
  if (parsed.ok) return found(documents, { parsed, parts });
  return parsedApart(parts(), (document) => document);
}

function found(
  list: readonly unknown[],
  { parsed, parts }: { readonly parsed: ForeignYaml; readonly parts: () => readonly YamlPart[] },
): StoredRecords {
  const lineOf = (index: number) => {
    const all = parts();
    return all.length === list.length ? (all[index]?.line ?? null) : null;
  };
  return { list: list.map((value) => ({ value })), lineOf, lost: null, notes: notesOf(parsed.repaired) };
}

/** Parses each part on its own. One budget for all of them keeps a hostile file from taking longer than a whole one. */
function parsedApart(parts: readonly YamlPart[], valueIn: (document: unknown) => unknown): StoredRecords {
  const budget = { left: maxLexemes };
  const read = parts.map((part) => ({ part, parsed: parsedPart(part.text, budget) }));
  const list = read.map(({ part, parsed }): StoredRecord => {
    if (parsed.ok) return { value: valueIn(parsed.documents[0]) };
    return { fault: yamlFault(parsed, part.line - part.headLines - 1) };
  });
  return {
    list,
    lineOf: (index) => parts[index]?.line ?? null,
    lost: null,
    notes: notesOf(read.some(({ parsed }) => parsed.repaired)),
  };
}

function parsedPart(text: string, budget: YamlBudget): ForeignYaml {
  if (!text.includes(spoiltByte)) return parseForeignYaml(text, budget);
  return { ok: false, documents: [], repaired: false, message: "not UTF-8 text", line: null, column: null };
}

function notesOf(repaired: boolean): readonly string[] {
  return repaired ? ["quoted text is indented less than YAML allows; read as PyYAML reads it"] : [];
}

/** The reason why a text cannot be read, with its place. `before`: the lines of the file before the text. */
function yamlFault({ message, line, column }: ForeignYaml & { readonly ok: false }, before = 0): string {
  return line === null ? message : `line ${line + before}, column ${column}: ${message}`;
}
