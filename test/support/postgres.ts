import { randomBytes } from "node:crypto";
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atEnd } from "./at-end.js";
import { askDatabase } from "./postgres-query.js";
import { installedServer, noPostgres } from "./postgres-server.js";
import { type Running, startProcess } from "./program.js";

/** A server of its own, on a socket in a temporary folder. */
export type TestPostgres = {
  /** Makes an empty database, and gives its URL: as the superuser, with a password. */
  readonly createDatabase: () => Promise<string>;
  /** The URL of a database, for another role. */
  readonly urlFor: (database: string, role: { readonly name: string; readonly password: string }) => string;
  /** Ends the server: at once, as a crash would (`SIGQUIT`), or with its connections closed (`SIGINT`). */
  readonly stop: (signal?: "SIGINT" | "SIGQUIT") => Promise<void>;
  /** Starts it again after {@link stop}, with its data; called in a test, it ends with that test. */
  readonly start: () => Promise<void>;
};

/** Starts an empty server, as an unprivileged user. It ends, and its folder goes, with the test or hook that started it. */
export async function startPostgres(): Promise<TestPostgres> {
  if (installedServer === null) throw new Error(noPostgres);
  const { bin, identity } = installedServer;
  // Not in the folder of the test run: the server's user may not enter that one.
  const folder = mkdtempSync(join(tmpdir(), "llm-parity-pg-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const password = randomBytes(12).toString("hex");
  const [data, passwordFile] = [join(folder, "data"), join(folder, "password")];
  writeFileSync(passwordFile, password);
  if (identity !== null) for (const path of [folder, passwordFile]) chownSync(path, identity.uid, identity.gid);
  const options = { cwd: folder, env: environment, ...(identity === null ? {} : { identity }) };
  const initdb = startProcess(join(bin, "initdb"), [...initOptions, `--pwfile=${passwordFile}`, "-D", data], options);
  const { code, stderr } = await initdb.ended;
  if (code !== 0) throw new Error(`initdb: ${stderr}`);
  let server: Running | null = null;
  const stop = async (signal: "SIGINT" | "SIGQUIT" = "SIGQUIT"): Promise<void> => {
    if (server === null) return;
    const [pid = ""] = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
    process.kill(Number(pid), signal);
    await server.ended;
    server = null;
  };
  const start = async (): Promise<void> => {
    server = startProcess(
      "/bin/sh",
      ["-c", guard, join(bin, "postgres"), ...serverOptions(folder), "-D", data],
      options,
    );
    atEnd(() => stop());
    await server.untilOutput(/ready to accept connections/);
  };
  await start();
  const urlFor: TestPostgres["urlFor"] = (database, role) =>
    `postgresql://${role.name}:${role.password}@${encodeURIComponent(folder)}/${database}`;
  const superuser = { name: "postgres", password };
  return {
    createDatabase: async () => {
      const name = `test_${randomBytes(6).toString("hex")}`;
      await askDatabase(urlFor("postgres", superuser), `create database ${name}`);
      return urlFor(name, superuser);
    },
    ...{ urlFor, stop, start },
  };
}

/** Runs the server, and ends it with the process that started it, which closes the pipe. */
const guard = '"$0" "$@" & server=$!; { read _ <&3; kill -QUIT $server; } & wait $server; kill $!';

const environment = { PATH: process.env["PATH"] ?? "", LC_ALL: "C" };

const initOptions = ["--no-sync", "--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"];

/** Only a socket, so that no port is needed; nothing has to outlive the machine. */
function serverOptions(folder: string): readonly string[] {
  const settings = {
    listen_addresses: "",
    unix_socket_directories: folder,
    fsync: "off",
    full_page_writes: "off",
    max_connections: "50",
    shared_buffers: "16MB",
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
