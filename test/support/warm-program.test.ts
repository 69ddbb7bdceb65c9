import { fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { atEnd } from "./at-end.js";
import { bareEnvironment } from "./program.js";
import { workFolder } from "./work-folder.js";

/** A program that is over at once, but for a server, which is there until it is called. */
const leavesAServer = `
  import { writeFileSync } from "node:fs";
  import { createServer } from "node:net";
  const server = createServer((socket) => { socket.end(); server.close(); });
  server.listen(0, "127.0.0.1", () => writeFileSync("port", String(server.address().port)));
`;

test("a command has ended when nothing is left that would keep its process alive", async () => {
  const folder = workFolder({ "main.mjs": leavesAServer });
  const child = fork(fileURLToPath(new URL("warm-program.cjs", import.meta.url)), [`${folder.path}/main.mjs`]);
  atEnd(() => child.kill("SIGKILL"));
  let hasEnded = false;
  const ended = once(child, "message").then(([message]) => {
    hasEnded = true;
    return message;
  });
  child.send({ args: [], cwd: folder.path, env: bareEnvironment(folder.path) });
  await expect.poll(() => Number(folder.contents()["port"])).toBeGreaterThan(0);
  expect(hasEnded).toBe(false);
  connect(Number(folder.read("port")), "127.0.0.1").resume();
  expect(await ended).toEqual({ code: 0, stdout: "", stderr: "" });
});
