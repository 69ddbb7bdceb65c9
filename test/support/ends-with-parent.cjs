/** Preloaded with `node --require`: ends the process when its parent ends, which closes the pipe between them. */
const net = require("node:net");
const { isMainThread } = require("node:worker_threads");

// A worker that the program has forked ends with it, and has its channel to it where the pipe is.
if (isMainThread && process.send === undefined) {
  const pipe = new net.Socket({ fd: 3, readable: true, writable: false });
  pipe.on("error", () => {});
  pipe.on("close", () => process.kill(process.pid, "SIGKILL"));
  pipe.resume().unref();
}
