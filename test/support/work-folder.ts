import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./repository.js";
import { temporaryFolder } from "./temporary-folder.js";

/** A folder to run the program in. */
export type WorkFolder = {
  readonly path: string;
  readonly write: (file: string, content: string | Uint8Array) => void;
  /** Copies the repository's folder of that name here, so that a test can change it. */
  readonly copy: (name: "scenarios" | "fixtures", to?: string) => void;
  /** Replaces the first `from` in a file; throws if it is not there. */
  readonly edit: (file: string, from: string, to: string) => void;
  readonly read: (file: string) => string;
  /** Every file below a folder: relative path → content. */
  readonly contents: (folder?: string) => { readonly [file: string]: string };
};

/** Makes a folder with these files, which is removed with the test or hook that made it. */
export function workFolder(files: { readonly [file: string]: string | Uint8Array } = {}): WorkFolder {
  const path = temporaryFolder();
  const within = (file: string) => join(path, file);
  const read = (file: string) => readFileSync(within(file), "utf8");
  const write = (file: string, content: string | Uint8Array) => {
    mkdirSync(dirname(within(file)), { recursive: true });
    writeFileSync(within(file), content);
  };
  for (const [file, content] of Object.entries(files)) write(file, content);
  return {
    path,
    read,
    write,
    copy: (name, to = name) => cpSync(join(root, name), within(to), { recursive: true }),
    edit: (file, from, to) => {
      const text = read(file);
      if (!text.includes(from)) throw new Error(`${file} does not hold ${JSON.stringify(from)}`);
      write(file, text.replace(from, to));
    },
    contents: (folder = ".") => contentsOf(within(folder)),
  };
}

function contentsOf(folder: string): { readonly [file: string]: string } {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const plain = files.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(plain.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}
