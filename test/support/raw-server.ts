import net, { type Socket } from "node:net";
import { atEnd } from "./at-end.js";
import { listen } from "./listen.js";

/** One connection at the server's end. */
export type Connection = {
  readonly socket: Socket;
  /** The complete request as text, one character for each byte. */
  readonly request: string;
  /** Resolves when the connection has closed, from either end. */
  readonly closed: Promise<void>;
};

export type RawServer = {
  readonly url: string;
  readonly port: number;
  /** Every request so far, in order of arrival. */
  readonly connections: readonly Connection[];
  readonly close: () => Promise<void>;
};

/**
 * A TCP server on a free loopback port that reads HTTP requests and leaves every byte of the answer to `answer`. It ends
 * with the test or hook that started it.
 */
export async function rawServer(answer: (connection: Connection) => void): Promise<RawServer> {
  const connections: Connection[] = [];
  const sockets = new Set<Socket>();
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    socket.on("error", () => {});
    socket.once("end", () => socket.end());
    let text = "";
    socket.on("data", (bytes) => {
      text += bytes.toString("latin1");
      if (!isWhole(text)) return;
      const connection = { socket, request: text, closed };
      text = "";
      connections.push(connection);
      answer(connection);
    });
  });
  const port = await listen(server);
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  atEnd(close);
  return { url: `http://127.0.0.1:${port}`, port, connections, close };
}

/** A loopback port on which no server listens. */
export async function unusedPort(): Promise<number> {
  const server = net.createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end));
  return text.length >= end + 4 + Number(length?.[1] ?? 0);
}
