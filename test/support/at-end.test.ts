import { afterAll, expect, test } from "vitest";
import { atEnd } from "./at-end.js";
import { type Running, startProgram } from "./program.js";
import { workFolder } from "./work-folder.js";

const order: string[] = [];
const started: Running[] = [];

atEnd(() => order.push("the file"));
afterAll(() => expect(order).toEqual(["second", "first"]));

test("a program that listens is started, and what it needs is begun", async () => {
  atEnd(() => order.push("first"));
  const program = await startProgram(["simulate", "--port", "0"], { cwd: workFolder().path });
  started.push(program);
  await program.untilOutput(/^http/m);
  atEnd(() => order.push("second"));
});

test("all of it has ended with its test, the last first; what the file began has not", async () => {
  expect(started.map(({ child }) => child.signalCode)).toEqual(["SIGKILL"]);
  expect(order).toEqual(["second", "first"]);
});
