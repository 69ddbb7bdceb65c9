import { SourceError } from "../../source/source-error.js";

/** A mistake of a folder as a whole, or of a file as one of its scenarios. */
export function wholeFolder(file: string, message: string, hint: string): SourceError {
  return new SourceError({ file, line: null, column: null, message, hint });
}
