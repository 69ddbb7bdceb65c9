import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { requireSimulator } from "./require-simulator.js";
import { simulatorProblem } from "./simulator-address.js";

test.each([
  ["http://127.0.0.1:8787", null],
  ["http://127.0.0.1:8787/", null],
  ["http://[::1]:8787", null],
  ["https://simulator.internal", null],
  ["HTTP://localhost:8787", null],
  ["localhost:8787", "it looks like http://127.0.0.1:8787"],
  ["8787", "it looks like http://127.0.0.1:8787"],
  ["", "it looks like http://127.0.0.1:8787"],
  ["ftp://127.0.0.1:8787", "it looks like http://127.0.0.1:8787"],
  ["http://", "it looks like http://127.0.0.1:8787"],
  ["http://127.0.0.1:99999", "it looks like http://127.0.0.1:8787"],
  ["http://127.0.0.1:8787/v1", "it has no path, since each API has its own: http://127.0.0.1:8787"],
  ["http://127.0.0.1:8787/?x=1", "it has no ? or # part"],
  ["http://a:b@127.0.0.1:8787", "it has no user or password"],
])("the address %j: %s", (address, problem) => {
  expect(simulatorProblem(address)).toBe(problem);
});

test("a simulator that listens is found, and once it has gone, nothing answers", async () => {
  const sent: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => sent.push(bytes));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("there is no port");
  const url = `http://127.0.0.1:${address.port}`;
  try {
    await expect(requireSimulator(url, {})).resolves.toBeUndefined();
    await expect(requireSimulator(url, { HTTP_PROXY: "http://127.0.0.1:1" })).resolves.toBeUndefined();
  } finally {
    server.close();
    await once(server, "close");
  }
  expect(sent).toEqual([]);
  await expect(requireSimulator(url, {})).rejects.toMatchObject({
    message: `nothing answers at ${url} (ECONNREFUSED)`,
    code: 4,
  });
});

test("behind a proxy, an address that only the proxy reaches is not tried", async () => {
  await expect(requireSimulator("http://simulator.invalid", { HTTP_PROXY: "http://p" })).resolves.toBeUndefined();
});

test("a wrong address is a mistake of the command line", async () => {
  await expect(requireSimulator("localhost:1", {})).rejects.toMatchObject({ code: 2 });
});
