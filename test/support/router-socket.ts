import { WebSocket } from "ws";
import { serveRouter } from "../../src/router/serve/http-server.js";
import type { Router } from "../../src/router/serve/router.js";
import { atEnd } from "./at-end.js";

/**
 * Serves a router until the test ends, and opens a WebSocket to it; default of `path`: that of chat. `until`: the next frames as they came,
 * character for character. `another`: a further connection to the same server.
 */
export async function connectTo(router: Router, protocols: readonly string[] = [], path = "/v1/chat/ws") {
  const server = await serveRouter(() => router, { log: () => undefined });
  atEnd(() => server.drain(0));
  return {
    ...(await openAt(server.url, path, protocols)),
    drain: server.drain,
    another: () => openAt(server.url, path, []),
  };
}

async function openAt(url: string, path: string, protocols: readonly string[]) {
  const socket = new WebSocket(`${url.replace("http", "ws")}${path}`, [...protocols]);
  atEnd(() => socket.terminate());
  const received: string[] = [];
  const waiters: (() => void)[] = [];
  socket.on("message", (data) => {
    received.push(String(data));
    for (const wake of waiters.splice(0)) wake();
  });
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  const until = async (count: number): Promise<readonly string[]> => {
    while (received.length < count) await new Promise<void>((resolve) => waiters.push(resolve));
    return received.splice(0, count);
  };
  return { socket, until };
}
