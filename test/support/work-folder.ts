import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./repository.js";
import { temporaryFolder } from "./temporary-folder.js";

/** A folder to run the program in. */
export type WorkFolder = {
  readonly path: string;
  readonly write: (file: string, content: string | Uint8Array) => void;
  /** A copy of the repository's folder of that name, to be spoilt. */
  readonly copy: (name: "scenarios" | "fixtures", to?: string) => void;
  /** Replaces text that must be there. */
  readonly edit: (file: string, from: string, to: string) => void;
  readonly read: (file: string) => string;
  /** Every file below, as relative path → content. */
  readonly contents: (folder?: string) => { readonly [file: string]: string };
};

/** A new folder with these files, which goes with the test or hook that made it. */
export function workFolder(files: { readonly [file: string]: string | Uint8Array } = {}): WorkFolder {
  const path = temporaryFolder();
  const at = (file: string) => join(path, file);
  const read = (file: string) => readFileSync(at(file), "utf8");
  const write = (file: string, content: string | Uint8Array) => {
    mkdirSync(dirname(at(file)), { recursive: true });
    writeFileSync(at(file), content);
  };
  for (const [file, content] of Object.entries(files)) write(file, content);
  return {
    path,
    read,
    write,
    copy: (name, to = name) => cpSync(join(root, name), at(to), { recursive: true }),
    edit: (file, from, to) => {
      const text = read(file);
      if (!text.includes(from)) throw new Error(`${file} does not hold ${JSON.stringify(from)}`);
      write(file, text.replace(from, to));
    },
    contents: (folder = ".") => contentsOf(at(folder)),
  };
}

function contentsOf(folder: string): { readonly [file: string]: string } {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const plain = files.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(plain.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}
