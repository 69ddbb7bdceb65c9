/**
 * Keeps a process of the program: it runs the commands that its parent sends one after the other, each with its own folder,
 * environment and output. `main.js` is loaded again for each command, the modules that it imports only once. A command has ended
 * when it has left nothing behind that would keep a process of its own alive, such as a timer, a socket or a server.
 */
const { pathToFileURL } = require("node:url");

const mainFile = process.argv[2] ?? "";
let runs = 0;

process.on("disconnect", () => process.exit());
process.on("message", async ({ args, cwd, env }) => {
  const dropListeners = [process.stdout, process.stderr].map(keepListeners);
  const stdout = keepWrites(process.stdout);
  const stderr = keepWrites(process.stderr);
  const before = heldAlive();
  process.chdir(cwd);
  setEnvironment(env);
  process.argv = [process.execPath, mainFile, ...args];
  process.exitCode = undefined;
  runs += 1;
  await import(`${pathToFileURL(mainFile)}?run=${runs}`);
  await untilLetGo(before);
  const code = process.exitCode ?? 0;
  process.exitCode = undefined;
  for (const drop of dropListeners) drop();
  process.send({ code, stdout: stdout(), stderr: stderr() });
});

function setEnvironment(env) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
}

/** What keeps the process alive, by kind and number. */
function heldAlive() {
  const counts = new Map();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/**
 * Resolves when no more is held alive than before, in three turns of the event loop: a server is held only some turns after it was asked
 * to listen. Waits without being something that is held itself.
 */
function untilLetGo(before) {
  let turns = 0;
  return new Promise((resolve) => {
    const look = () => {
      const more = [...heldAlive()].filter(([kind, count]) => count > (before.get(kind) ?? 0));
      turns = more.length === 0 ? turns + 1 : 0;
      if (turns === 3) return resolve();
      if (turns > 0) setImmediate(look);
      else setTimeout(look, 5).unref();
    };
    look();
  });
}

/** The returned function removes the listeners for errors that a command has added. */
function keepListeners(stream) {
  const before = stream.listeners("error");
  return () => {
    for (const listener of stream.listeners("error")) if (!before.includes(listener)) stream.off("error", listener);
  };
}

/** Captures what is written from now on; the returned function ends that and returns the text. */
function keepWrites(stream) {
  const pieces = [];
  const { write } = stream;
  stream.write = (piece, encoding, done) => {
    pieces.push(Buffer.from(piece, typeof encoding === "string" ? encoding : undefined));
    const written = typeof encoding === "function" ? encoding : done;
    if (written !== undefined) process.nextTick(written);
    return true;
  };
  return () => {
    stream.write = write;
    return Buffer.concat(pieces).toString();
  };
}
