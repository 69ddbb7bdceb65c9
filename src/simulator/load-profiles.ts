import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { isJsonObject } from "../chat/json.js";
import { failWith } from "../source/fail-with.js";
import type { SourceDocument } from "../source/source-document.js";
import type { SourceIssue } from "../source/source-error.js";
import { suggestion } from "../source/suggest.js";
import { validate } from "../source/validate.js";
import { parseYamlFile } from "../source/yaml.js";
import { faultIds } from "./faults/wire-fault.js";
import { type Profile, profileSchema } from "./profile.js";

/**
 * Reads a profile file, and the profile named in its `otherwise`, whose models are appended. Throws SourceError with file,
 * line, column and a suggestion for unknown keys, unknown faults and invalid values.
 */
export function loadProfile(file: string): Profile {
  return loadWith(file, []);
}

function loadWith(file: string, visited: readonly string[]): Profile {
  const document = parseYamlFile(file);
  const unknown = unknownFaults(document);
  if (unknown.length > 0) throw failWith(unknown);
  const profile = validate(profileSchema, document);
  if (profile.otherwise === null) return profile;
  const next = join(dirname(file), `${profile.otherwise}.yaml`);
  if (!existsSync(next) || visited.includes(next)) throw failWith([wrongOtherwise(document, next, existsSync(next))]);
  const rest = loadWith(next, [...visited, file, next]);
  return { ...profile, models: [...profile.models, ...rest.models] };
}

/** Issues for unknown faults, with a suggestion: zod only reports that no member of the union matches. */
function unknownFaults(document: SourceDocument): readonly SourceIssue[] {
  return entriesAt(document.value, "models").flatMap(({ item: model, index }) =>
    entriesAt(model, "faults").flatMap(({ item: rule, index: inner }) => {
      const id = isJsonObject(rule) ? rule["fault"] : undefined;
      if (typeof id === "string" && faultIds.includes(id)) return [];
      return [unknownFault(document, ["models", index, "faults", inner], id)];
    }),
  );
}

function unknownFault(document: SourceDocument, path: readonly (string | number)[], id: unknown): SourceIssue {
  const word = typeof id === "string" ? id : "";
  const known = suggestion(word, faultIds, "faults");
  const message = id === undefined ? '"fault" is missing' : `there is no fault ${JSON.stringify(id)}`;
  return { file: document.file, ...document.place([...path, "fault"]), message, hint: known };
}

function wrongOtherwise(document: SourceDocument, file: string, exists: boolean): SourceIssue {
  return {
    file: document.file,
    ...document.place(["otherwise"]),
    message: exists ? `otherwise: ${file} leads back to this file` : `otherwise: there is no ${file}`,
    hint: "give the name of a profile file in the same folder, without .yaml",
  };
}

function entriesAt(value: unknown, member: string): readonly { readonly item: unknown; readonly index: number }[] {
  const list: unknown = isJsonObject(value) ? value[member] : undefined;
  return Array.isArray(list) ? list.map((item: unknown, index) => ({ item, index })) : [];
}
