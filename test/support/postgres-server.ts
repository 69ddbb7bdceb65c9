import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A part of the title of every suite that is skipped because there is no PostgreSQL server; the run counts skipped tests by it. */
export const noPostgres = "no PostgreSQL server is installed";

/** The programs of a PostgreSQL server, and who may run them: it refuses to run as root. `identity` null: as we are. */
export type InstalledServer = { readonly bin: string; readonly identity: Identity | null };
type Identity = { readonly uid: number; readonly gid: number };

/** Null: none is installed, or none can be run here. */
export const installedServer = findInstalled();

/** True where `startPostgres` can start a server. */
export const hasPostgres = installedServer !== null;

/** The title of a suite that needs a server; says if it is skipped. */
export function postgresTitle(title: string): string {
  return hasPostgres ? title : `${title} (skipped: ${noPostgres})`;
}

function findInstalled(): InstalledServer | null {
  const bin = [...debianFolders(), ...(process.env["PATH"] ?? "").split(":")].find((folder) =>
    ["initdb", "postgres"].every((name) => existsSync(join(folder, name))),
  );
  if (bin === undefined) return null;
  if (process.getuid?.() !== 0) return { bin, identity: null };
  const identity = identityOf("postgres") ?? identityOf("nobody");
  return identity === null ? null : { bin, identity };
}

/** Where Debian keeps the servers, the newest version first: they are not in its PATH. */
function debianFolders(): readonly string[] {
  const folder = "/usr/lib/postgresql";
  const versions = existsSync(folder) ? readdirSync(folder).map(Number).filter(Number.isInteger) : [];
  return versions.toSorted((a, b) => b - a).map((version) => join(folder, String(version), "bin"));
}

function identityOf(user: string): Identity | null {
  const fields = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .find(([name]) => name === user);
  return fields === undefined ? null : { uid: Number(fields[2]), gid: Number(fields[3]) };
}
