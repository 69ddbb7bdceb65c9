import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { passError } from "../passed-error.js";
import { threadOf } from "./thread.js";

function thread(code: string) {
  const worker = new Worker(`const { parentPort } = require("node:worker_threads"); ${code}`, { eval: true });
  onTestFinished(() => void worker.terminate());
  return threadOf<string, string>(worker, (batches) => `read ${batches.join(" and ")}`);
}

test("a thread that dies is an error that names what is lost and what to do, for all that it was given", async () => {
  const dies = thread(`parentPort.once("message", () => process.exit(7));`);
  const lost = [dies.run("a.har"), dies.run("b.har")];
  const message = `a thread ended too early (it exited with 7) while it read a.har and b.har; --jobs 1 works without threads`;
  for (const one of lost) await expect(one).rejects.toThrow(message);
  await expect(dies.run("c.har")).rejects.toThrow("while it read c.har");
});

test("a thread that throws says why", async () => {
  const throws = thread(`parentPort.once("message", () => { throw new TypeError("a bug"); });`);
  await expect(throws.run("a.har")).rejects.toThrow("a thread ended too early (a bug) while it read a.har");
});

test("an error in a batch keeps its name, its words and its place, and the thread goes on", async () => {
  const error = Object.assign(new RangeError("too far"), { code: "ENOSPC", path: "a.har" });
  const failure = JSON.stringify(passError(error));
  const fails = thread(`parentPort.on("message", ({ number, batch }) =>
    parentPort.postMessage(batch === "bad" ? { number, failure: ${failure} } : { number, result: batch + "!" }));`);
  await expect(fails.run("bad")).rejects.toMatchObject({
    name: "RangeError",
    message: "too far",
    code: "ENOSPC",
    path: "a.har",
    stack: error.stack,
  });
  expect(await fails.run("good")).toBe("good!");
  await fails.end();
});
