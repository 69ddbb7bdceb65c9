import { quotedName } from "../../verdict/evidence/quoted-name.js";
import { boundedProblems, type Problem, problemOf } from "./problem.js";
import { readSums } from "./read-sums.js";
import { strayFileHint } from "./stray-files.js";
import { type SumsLine, sha256Of, sumsName } from "./sums.js";
import { verifyRechecks } from "./verify-rechecks.js";

/**
 * Compares the files of a bundle with its SHA256SUMS: every listed file is there with its hash, and no other. Then the chain of its
 * rechecks. Empty: all is so. The first 100 problems, with the number of the others.
 *
 * It cannot show who made the bundle: with a new list, other files are as good.
 */
export function verifyFiles(files: ReadonlyMap<string, Uint8Array>): readonly Problem[] {
  const list = files.get(sumsName);
  if (list === undefined) {
    return [
      problemOf(sumsName, "is not there: no file can be checked, so the folder is not a bundle, or only a part of one"),
    ];
  }
  const sums = readSums(list);
  if (sums.kind === "refused") return boundedProblems(sums.problems);
  return boundedProblems([...compare(sums.lines, files), ...verifyRechecks(sums.lines, files)]);
}

type Listed = { readonly path: string; readonly hash: string };

function compare(lines: readonly SumsLine[], files: ReadonlyMap<string, Uint8Array>): readonly Problem[] {
  const names = new Set(lines.map(({ path }) => path));
  const unlisted = [...files]
    .filter(([path]) => path !== sumsName && !names.has(path))
    .map(([path, bytes]) => ({ path, hash: sha256Of(bytes) }));
  const renamed = renamings(
    lines.filter(({ path }) => !files.has(path)),
    unlisted,
  );
  const named = new Set(renamed.values());
  return [
    ...lines.flatMap((line) => lineProblem(line, { files, renamed })),
    ...unlisted.filter(({ path }) => !named.has(path)).map(({ path }) => unlistedProblem(path)),
  ];
}

/** The missing files that are there by another name, each with that name. Of equal files, in the order of the list. */
function renamings(missing: readonly Listed[], unlisted: readonly Listed[]): ReadonlyMap<string, string> {
  const byHash = new Map<string, string[]>();
  for (const { hash, path } of unlisted) byHash.set(hash, [...(byHash.get(hash) ?? []), path]);
  return new Map(
    missing.flatMap(({ path, hash }) => {
      const name = byHash.get(hash)?.shift();
      return name === undefined ? [] : [[path, name] as const];
    }),
  );
}

type Comparison = { readonly files: ReadonlyMap<string, Uint8Array>; readonly renamed: ReadonlyMap<string, string> };

function lineProblem({ path, hash }: SumsLine, { files, renamed }: Comparison): readonly Problem[] {
  const bytes = files.get(path);
  if (bytes !== undefined) return sha256Of(bytes) === hash ? [] : [problemOf(path, changeOf(bytes, hash))];
  const name = renamed.get(path);
  if (name !== undefined) {
    const says = `is not there, and ${quotedName(name)} with its bytes is not listed: it was renamed`;
    return [problemOf(path, says), problemOf(name, `is not listed in ${sumsName}: it is ${quotedName(path)}, renamed`)];
  }
  const isFolder = [...files.keys()].some((other) => other.startsWith(`${path}/`));
  const what = isFolder ? "is a folder, where a file is listed" : "is not there, but is listed";
  return [problemOf(path, `${what}: the bundle is incomplete`)];
}

function changeOf(bytes: Uint8Array, hash: string): string {
  if (bytes.length === 0) return `is empty, which it was not when ${sumsName} was written`;
  if (isSameWithoutReturns(bytes, hash)) {
    return "has other line ends (CR LF for LF) than when it was listed: git, an editor or a mail program changed it";
  }
  return `does not have the listed hash: it was changed after ${sumsName} was written`;
}

function isSameWithoutReturns(bytes: Uint8Array, hash: string): boolean {
  const lines = Buffer.from(bytes).toString("latin1");
  return lines.includes("\r\n") && sha256Of(Buffer.from(lines.replaceAll("\r\n", "\n"), "latin1")) === hash;
}

function unlistedProblem(path: string): Problem {
  const hint = strayFileHint(path);
  return problemOf(
    path,
    `is not listed in ${sumsName}, so it is not part of the evidence${hint === null ? "" : `; ${hint}`}`,
  );
}
