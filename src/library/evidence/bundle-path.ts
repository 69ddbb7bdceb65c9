import { quotedName } from "../../verdict/evidence/quoted-name.js";

/** The longest path of a file in a bundle, in bytes of UTF-8. With a folder before it, Windows takes some 260 characters. */
const maxPathBytes = 200;

/**
 * Why no bundle may have a file at this path, as the end of a sentence about it; null: it may. The path is relative to the bundle, with
 * `/` between its parts, and must be the same file on Linux, macOS and Windows.
 */
export function pathFault(path: string): string | null {
  if (path === "") return "is empty";
  if (Buffer.byteLength(path) > maxPathBytes) return `is longer than ${maxPathBytes} bytes`;
  if (path.includes("\\")) return 'has a "\\", which separates folders on Windows';
  if (path.startsWith("/")) return "begins at the root of the file system";
  if (/[\p{C}\p{Zl}\p{Zp}\ufffd]|(?! )\p{Zs}/u.test(path)) return "has a character that is not visible or not text";
  if (path.normalize("NFC") !== path) return "is not in the Unicode form NFC, so another system may name it otherwise";
  for (const part of path.split("/")) {
    const fault = partFault(part);
    if (fault !== null) return fault;
  }
  return null;
}

function partFault(part: string): string | null {
  if (part === "") return 'has an empty part: "/" at its end, or twice';
  if (part === "." || part === "..") return `has the part "${part}", which leads to another folder`;
  if (part.startsWith("-"))
    return 'has a part that begins with "-", which commands take for an option or for their input';
  if (/[<>:"|?*]/.test(part) || /[. ]$/.test(part) || part.startsWith(" "))
    return "has a part that Windows cannot name";
  if (/^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i.test(part))
    return "has a part that is a device on Windows";
  return null;
}

/**
 * What two of these paths cannot be together, as whole sentences: files or folders whose names differ only in the case of letters are
 * one on macOS and Windows, and a file cannot be a folder too. The first conflict of each path, at most.
 */
export function pathConflicts(paths: Iterable<string>): readonly { readonly path: string; readonly says: string }[] {
  const seen = new Map<string, Place>();
  const conflicts: { readonly path: string; readonly says: string }[] = [];
  for (const path of paths) {
    const found = placesOf(path).find((place) => conflictWith(seen.get(place.folded), place) !== null);
    if (found !== undefined) {
      const says = conflictWith(seen.get(found.folded), found) ?? "";
      conflicts.push({ path, says });
    }
    for (const place of placesOf(path)) if (!seen.has(place.folded)) seen.set(place.folded, place);
  }
  return conflicts;
}

/** A file of a bundle, or a folder on the way to one. `folded`: the same for all that differ only in case. */
type Place = { readonly name: string; readonly folded: string; readonly isFile: boolean };

function placesOf(path: string): readonly Place[] {
  const parts = path.split("/");
  return parts.map((_, index) => {
    const name = parts.slice(0, index + 1).join("/");
    return { name, folded: folded(name), isFile: index === parts.length - 1 };
  });
}

function folded(name: string): string {
  return name.toUpperCase().toLowerCase().normalize("NFC");
}

function conflictWith(other: Place | undefined, place: Place): string | null {
  if (other === undefined || (other.name === place.name && !other.isFile && !place.isFile)) return null;
  const both = `${quotedName(other.name)} and ${quotedName(place.name)}`;
  if (other.name !== place.name)
    return `${both} differ only in the case of letters: macOS and Windows take them for one`;
  if (other.isFile && place.isFile) return `${quotedName(place.name)} is there twice`;
  return `${quotedName(place.name)} is a file and a folder at once`;
}
