import { RecordingError } from "./format.js";
import { listOf, memberOf, objectOf } from "./members.js";
import type { RecordingFile } from "./recording-file.js";
import { faultText } from "./yaml/foreign-yaml.js";

/** The root of a YAML or JSON cassette. `damage`: what to throw after that has been read which is whole. */
type Cassette = {
  readonly list: readonly unknown[];
  readonly notes: readonly string[];
  readonly damage: RecordingError | null;
};

/**
 * The list under a cassette's top member `name`. `last`: the member that its writer ends every file with. Without it, or
 * where there is no such member (null), the last item must be `whole`, or the file was cut off within it. Throws
 * {@link RecordingError} when there is no such list.
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
  if (list === null) throw new RecordingError({ file: file.name, interaction: null }, `"${name}" is no list`);
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

/** The recorders write the same members as YAML or, where they are told to, as JSON. */
function isJson(file: RecordingFile): boolean {
  return /^\s*\{/.test(startOf(file));
}

/** The first characters of a file, for detection: cheap, whatever its size. */
export function startOf(file: RecordingFile): string {
  return Buffer.from(file.bytes.subarray(0, 4096)).toString("utf8");
}

/** The member `request` of a JSON cassette's first interaction; undefined when the file is none. */
export function firstJsonRequest(file: RecordingFile, name: string): unknown {
  if (!isJson(file) || !startOf(file).includes(`"${name}"`)) return undefined;
  const first = listOf(memberOf(file.json()?.value, name))?.[0];
  return objectOf(memberOf(first, "request")) ?? undefined;
}
