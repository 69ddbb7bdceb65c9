import { RecordingError } from "./format.js";
import { listOf, memberOf, objectOf } from "./members.js";
import type { RecordingFile } from "./recording-file.js";
import { faultText } from "./yaml/foreign-yaml.js";

/** The list of a YAML or JSON cassette. `damage`: the error to throw after reading the undamaged items. */
type Cassette = {
  readonly list: readonly unknown[];
  readonly notes: readonly string[];
  readonly damage: RecordingError | null;
};

/**
 * The list under the top-level member `name` of a cassette. `last`: the member that the recorder writes at the end of every
 * file; null: it writes none. In a file without that member, the last item must be `whole`: otherwise the file was cut off
 * inside it. Throws {@link RecordingError} when there is no such list.
 */
export function cassetteOf(
  file: RecordingFile,
  {
    name,
    last,
    whole,
  }: { readonly name: string; readonly last: string | null; readonly whole: (item: unknown) => boolean },
): Cassette {
  const { root, notes, fault } = rootOf(file);
  const list = listOf(memberOf(root, name));
  if (fault !== null) {
    const damage = new RecordingError({ file: file.name, interaction: list === null ? null : list.length }, fault);
    if (list === null) throw damage;
    return { list, notes, damage };
  }
  if (list === null) throw new RecordingError({ file: file.name, interaction: null }, `"${name}" is not a list`);
  if (list.length === 0 || (last !== null && memberOf(root, last) !== undefined)) return { list, notes, damage: null };
  if (!whole(list.at(-1))) {
    const damage = new RecordingError(
      { file: file.name, interaction: list.length - 1 },
      "the file ends within it: it was cut off",
    );
    return { list: list.slice(0, -1), notes, damage };
  }
  return { list, notes: last === null ? notes : [...notes, `the file ends without "${last}"`], damage: null };
}

type Root = { readonly root: unknown; readonly notes: readonly string[]; readonly fault: string | null };

function rootOf(file: RecordingFile): Root {
  if (isJson(file))
    return { root: file.json()?.value, notes: [], fault: file.json() === null ? "not valid JSON" : null };
  const parsed = file.yaml();
  const notes = parsed.repaired ? ["quoted text is indented less than YAML allows; read as PyYAML reads it"] : [];
  return { root: parsed.documents[0], notes, fault: parsed.ok ? null : faultText(parsed) };
}

/** The recorders write the same members as YAML or, if configured, as JSON. */
function isJson(file: RecordingFile): boolean {
  return /^\s*\{/.test(startOf(file));
}

/** The first 4 KiB of a file as text, for detection: cheap for a file of any size. */
export function startOf(file: RecordingFile): string {
  return Buffer.from(file.bytes.subarray(0, 4096)).toString("utf8");
}

/** The member `request` of the first interaction of a JSON cassette; undefined when the file is not one. */
export function firstJsonRequest(file: RecordingFile, name: string): unknown {
  if (!isJson(file) || !startOf(file).includes(`"${name}"`)) return undefined;
  const first = listOf(memberOf(file.json()?.value, name))?.[0];
  return objectOf(memberOf(first, "request")) ?? undefined;
}
