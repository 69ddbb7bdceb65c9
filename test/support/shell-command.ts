import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { atEnd } from "./at-end.js";
import { runCommand } from "./command.js";
import type { Ended } from "./program.js";
import { temporaryFolder } from "./temporary-folder.js";

const keptCommand = fileURLToPath(new URL("kept-command.cjs", import.meta.url));

/**
 * What a shell script writes for the program, before its arguments: the kept process of `runCommand` runs the command, with the folder and
 * the environment of the script. Standard input is not handed on, and output comes at the end. Works until the test or hook that asked for it ends.
 */
export async function shellCommand(): Promise<string> {
  const socketPath = join(temporaryFolder(), "socket");
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const pieces: Buffer[] = [];
    socket.on("error", () => {});
    socket.on("data", (piece) => pieces.push(piece));
    socket.on("end", () => void answer(socket, Buffer.concat(pieces).toString()));
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(socketPath, resolve));
  atEnd(() => void server.close());
  return `'${process.execPath}' '${keptCommand}' '${socketPath}'`;
}

async function answer(socket: Socket, command: string): Promise<void> {
  const { args, cwd, env } = JSON.parse(command);
  const ended = await runCommand(args, { cwd, env }).catch(
    (error: unknown): Ended => ({ code: 70, stdout: "", stderr: String(error) }),
  );
  socket.end(JSON.stringify(ended));
}
