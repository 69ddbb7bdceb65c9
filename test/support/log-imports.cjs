const { writeSync } = require("node:fs");
const { register } = require("node:module");
const { pathToFileURL } = require("node:url");
const { isMainThread } = require("node:worker_threads");

// Preloaded with --require: writes the name of every imported package to standard error, as `IMPORTED name`, and what is imported of
// the program itself as `LOADED path`, from its folder on.
// Node runs the hook in a separate thread, which loads this file again.
if (isMainThread) register(pathToFileURL(__filename));

exports.resolve = async (specifier, context, next) => {
  const resolved = await next(specifier, context);
  const name = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(resolved.url)?.[1];
  if (name !== undefined) writeSync(2, `IMPORTED ${name}\n`);
  const own = /^file:.*\/(?:dist|src)\/(.+)\.[jt]s$/.exec(resolved.url)?.[1];
  if (name === undefined && own !== undefined) writeSync(2, `LOADED ${own}\n`);
  return resolved;
};
