import { quotedName } from "../../verdict/evidence/quoted-name.js";
import { pathConflicts, pathFault } from "./bundle-path.js";
import { type Problem, problemOf } from "./problem.js";
import { inByteOrder, type SumsLine, sumsName } from "./sums.js";

/** The largest list that is read, in bytes: more than the most files of a bundle need. */
export const maxSumsBytes = 2 * 1024 * 1024;

/** The lines of a list, or what is wrong with it; never both. */
export type ReadSums =
  | { readonly kind: "read"; readonly lines: readonly SumsLine[] }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

/**
 * Reads the bytes of SHA256SUMS and accepts only the one text that `writeSums` gives for these paths and hashes: sorted, lower case, a
 * newline at the end of every line. Each line that is not so is named with its number; what GNU coreutils would still accept (`*`,
 * upper case, `\` before a line) is refused too, so that no two lists mean the same.
 */
export function readSums(bytes: Uint8Array): ReadSums {
  const text = textOf(bytes);
  if (typeof text !== "string") return refused([text]);
  const rows = text.split("\n");
  const last = rows.pop();
  const read = rows.map(readLine);
  const faults = read.flatMap((line, index) => ("fault" in line ? [lineProblem(index, line.fault)] : []));
  if (last !== "")
    faults.push(lineProblem(rows.length, "has no newline at its end: the list is cut, or has something after it"));
  if (faults.length > 0) return refused(faults);
  const lines = read.filter((line) => "hash" in line);
  const disorder = orderProblems(lines);
  const problems = disorder.length > 0 ? disorder : conflictProblems(lines);
  return problems.length > 0 ? refused(problems) : { kind: "read", lines };
}

function refused(problems: readonly Problem[]): ReadSums {
  return { kind: "refused", problems };
}

/** The text of the list; a problem where no line of it need be read. */
function textOf(bytes: Uint8Array): string | Problem {
  if (bytes.length === 0) return problemOf(sumsName, "is empty: no file of the bundle can be checked");
  if (bytes.length > maxSumsBytes) {
    return problemOf(sumsName, `has ${bytes.length} bytes; the limit is ${maxSumsBytes}, so it is not read`);
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return problemOf(sumsName, `begins with a byte-order mark: ${rewritten}`);
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\r\n") ? problemOf(sumsName, `has lines that end in CR LF: ${rewritten}`) : text;
  } catch {
    return problemOf(sumsName, "is not UTF-8, so its paths cannot be read");
  }
}

const rewritten = "an editor, git or a mail program wrote it anew; take the bundle as it was sent, packed";

type Line = SumsLine | { readonly fault: string };

function readLine(row: string): Line {
  const [, hash, path] = /^([0-9a-f]{64}) {2}(.*)$/su.exec(row) ?? [];
  if (hash === undefined || path === undefined) return { fault: shapeFault(row) };
  if (path === sumsName) return { fault: `lists ${sumsName} itself, whose hash cannot stand in it` };
  const fault = pathFault(path);
  return fault === null ? { hash, path } : { fault: `lists ${quotedName(path)}: this path ${fault}` };
}

function shapeFault(row: string): string {
  if (row === "") return "is empty";
  if (row.startsWith("\\")) return 'begins with "\\": a bundle has no path that must be escaped';
  if (/^[0-9A-Fa-f]{64} {2}/.test(row)) return "has a hash in upper case; it is written in lower case";
  if (/^[0-9a-f]{64} \*/.test(row)) return 'has "*" before its path; two spaces stand there';
  return `is not 64 hexadecimal digits, two spaces and a path: ${quotedName(row, 90)}`;
}

function orderProblems(lines: readonly SumsLine[]): readonly Problem[] {
  return lines.flatMap(({ path }, index) => {
    const before = index === 0 ? undefined : lines[index - 1];
    if (before === undefined) return [];
    const order = inByteOrder(before.path, path);
    if (order < 0) return [];
    return [lineProblem(index, order === 0 ? `lists ${quotedName(path)} again` : "is not in the order of the paths")];
  });
}

function conflictProblems(lines: readonly SumsLine[]): readonly Problem[] {
  return pathConflicts([sumsName, ...lines.map(({ path }) => path)]).map(({ says }) =>
    problemOf(sumsName, `lists two paths that cannot be together: ${says}`),
  );
}

/** `index`: from 0. */
function lineProblem(index: number, fault: string): Problem {
  return { path: sumsName, says: `line ${index + 1} of ${sumsName} ${fault}` };
}
