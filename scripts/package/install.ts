import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The package in a project of its own. `files`: paths in the package. */
export type Installed = {
  readonly project: string;
  readonly files: readonly string[];
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly remove: () => void;
};

/**
 * Packs the package and unpacks it into an empty project, as an installation does, but without a registry: the declared
 * dependencies are links into our own `node_modules`. Optional peers and development tools are not there. `isBuilt`: `dist` is of the
 * present sources, and is packed as it is; otherwise it is built first.
 */
export function installPackage({ isBuilt }: { readonly isBuilt: boolean }): Installed {
  const project = mkdtempSync(join(tmpdir(), "llm-parity-package-"));
  const scripts = isBuilt ? ["--ignore-scripts"] : [];
  const said = execFileSync("npm", ["pack", "--json", ...scripts, "--pack-destination", project], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [{ filename }]: [{ filename: string }] = JSON.parse(said.slice(said.lastIndexOf("\n[") + 1));
  const tarball = join(project, filename);
  const own = join(project, "node_modules/llm-parity");
  mkdirSync(own, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", own]);
  const packedBytes = statSync(tarball).size;
  rmSync(tarball);
  linkDependencies(project);
  const files = readdirSync(own, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(own, name)).isFile(),
  );
  return {
    project,
    files,
    packedBytes,
    unpackedBytes: files.reduce((sum, name) => sum + statSync(join(own, name)).size, 0),
    remove: () => rmSync(project, { recursive: true, force: true }),
  };
}

function linkDependencies(project: string): void {
  const { dependencies }: { dependencies: { [name: string]: string } } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  for (const name of Object.keys(dependencies)) {
    const place = join(project, "node_modules", name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(root, "node_modules", name), place);
  }
}
