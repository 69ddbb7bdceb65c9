const { writeSync } = require("node:fs");
const { register } = require("node:module");
const { pathToFileURL } = require("node:url");
const { isMainThread } = require("node:worker_threads");

// Preloaded with --require: writes the name of every imported package to standard error, as `IMPORTED name`, and what is imported of
// the program itself as `LOADED path`, from its folder on.
// Node runs the hook in a separate thread, which loads this file again.
if (isMainThread) register(pathToFileURL(__filename));

/** Writes a line whole: standard error may be a pipe that is full and does not wait (EAGAIN). */
function say(line) {
  for (let rest = Buffer.from(`${line}\n`); rest.length > 0; ) {
    try {
      rest = rest.subarray(writeSync(2, rest));
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

exports.resolve = async (specifier, context, next) => {
  const resolved = await next(specifier, context);
  const name = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(resolved.url)?.[1];
  if (name !== undefined) say(`IMPORTED ${name}`);
  const own = /^file:.*\/(?:dist|src)\/(.+)\.[jt]s$/.exec(resolved.url)?.[1];
  if (name === undefined && own !== undefined) say(`LOADED ${own}`);
  return resolved;
};
