/** Preloaded with `node --require`: ends the process when the process that started it is gone, which closes their pipe. */
const net = require("node:net");
const { isMainThread } = require("node:worker_threads");

if (isMainThread) {
  const pipe = new net.Socket({ fd: 3, readable: true, writable: false });
  pipe.on("error", () => {});
  pipe.on("close", () => process.kill(process.pid, "SIGKILL"));
  pipe.resume().unref();
}
