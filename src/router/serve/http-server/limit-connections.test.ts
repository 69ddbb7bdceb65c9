import { createServer } from "node:http";
import net, { type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { atEnd } from "../../../../test/support/at-end.js";
import { limitConnections } from "./limit-connections.js";

test("a connection that others must allow is not read until they do, and one too many is closed", async () => {
  const asked: string[] = [];
  const answers: ((isIn: boolean) => void)[] = [];
  let inside = 0;
  const connections = {
    enter: () =>
      new Promise<boolean>((resolve) =>
        answers.push((isIn) => {
          if (isIn) inside += 1;
          resolve(isIn);
        }),
      ),
    leave: () => {
      inside -= 1;
    },
  };
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end("well");
  });
  limitConnections(server, connections, 1);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  const ask = (path: string) => {
    const client = net.connect(port, "127.0.0.1");
    client.on("error", () => undefined);
    client.write(`GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`);
    let text = "";
    client.on("data", (bytes) => {
      text += bytes;
    });
    return new Promise<string>((resolve) => client.once("close", () => resolve(text)));
  };
  const first = ask("/first");
  await expect.poll(() => answers.length).toBe(1);
  const second = ask("/second");
  await expect.poll(() => answers.length).toBe(2);
  expect(asked).toEqual([]);
  answers[0]?.(true);
  answers[1]?.(false);
  expect(await first).toContain("well");
  expect(await second).toBe("");
  expect(asked).toEqual(["/first"]);
  await expect.poll(() => inside).toBe(0);
});
