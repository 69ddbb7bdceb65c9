import net from "node:net";
import { atEnd } from "../support/at-end.js";
import { listen } from "../support/listen.js";

export type Tap = {
  readonly url: string;
  /** Resolves when the server has sent a comment of a stream of events: a line that begins with a colon. */
  readonly commented: Promise<void>;
};

/** Passes bytes on between clients and the server at this address, until the test ends. */
export async function tap(address: string): Promise<Tap> {
  const sockets = new Set<net.Socket>();
  let comment = () => {};
  const commented = new Promise<void>((resolve) => {
    comment = resolve;
  });
  const proxy = net.createServer((client) => {
    const server = net.connect({ host: "127.0.0.1", port: Number(new URL(address).port) });
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on("error", () => {});
    }
    let text = "";
    server.on("data", (bytes) => {
      text += bytes.toString("latin1");
      if (/\n: /.test(text)) comment();
    });
    client.pipe(server).pipe(client);
    client.on("close", () => server.destroy());
    server.on("close", () => client.destroy());
  });
  const port = await listen(proxy);
  atEnd(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => proxy.close(() => resolve()));
  });
  return { url: `http://127.0.0.1:${port}`, commented };
}
