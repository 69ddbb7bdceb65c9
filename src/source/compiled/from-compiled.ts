import { readSourceFile } from "../read-file.js";
import type { SourceDocument } from "../source-document.js";
import { type Place, SourceError } from "../source-error.js";
import { type CompiledKind, type CompiledLine, compiledTable } from "./compiled-table.js";
import { contentHash } from "./content-hash.js";

/** What a build keeps of a file: what its schema read, and the places that are asked for where nothing is wrong, by path as JSON. */
export type Compiled<Source> = { readonly source: Source; readonly places: { readonly [path: string]: Place } };

/** A file to read. `root` as in {@link readSourceFile}. */
export type FileOfKind = { readonly kind: CompiledKind; readonly file: string; readonly root?: string };

/**
 * What `make` makes of a file, without parsing it: of what the schema of its kind read in it when the program was built. Null unless the
 * file has, byte for byte, a text that the build read and found free of mistakes. A copy of a shipped file has one, a changed file has none
 * and is parsed as any other. Also null where the file cannot be read, where `make` finds a mistake or asks for a place that was not
 * kept, and where the program runs from its sources: the parser then says what is wrong, and where.
 */
export function fromCompiled<Source, Value>(
  of: FileOfKind,
  make: (source: Source, document: SourceDocument) => Value,
): Value | null {
  const line = compiledLine(of.file, of);
  if (line?.kind !== of.kind) return null;
  const { source, places }: Compiled<Source> = JSON.parse(line.json);
  try {
    return make(source, { file: of.file, value: source, place: (path) => keptPlace(places, JSON.stringify(path)) });
  } catch (error) {
    if (error instanceof SourceError || error instanceof PlaceNotKept) return null;
    throw error;
  }
}

/** The kind of a file that the build read and found free of mistakes; null: it has read no such text. */
export function compiledKind(file: string): CompiledKind | null {
  return compiledLine(file, {})?.kind ?? null;
}

function compiledLine(file: string, { root }: { readonly root?: string }): CompiledLine | null {
  const table = compiledTable();
  if (table === null) return null;
  const text = textOf(file, root === undefined ? {} : { root });
  return text === null ? null : (table.get(contentHash(text)) ?? null);
}

/** Null for a file that cannot be read: reading it again says why. */
function textOf(file: string, options: { readonly root?: string }): string | null {
  try {
    return readSourceFile(file, options);
  } catch (error) {
    if (error instanceof SourceError) return null;
    throw error;
  }
}

class PlaceNotKept extends Error {}

function keptPlace(places: { readonly [path: string]: Place }, path: string): Place {
  const place = places[path];
  if (place === undefined) throw new PlaceNotKept(path);
  return place;
}
