import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { Occupancy } from "../occupancy.js";

/**
 * Lets a server have as many connections as several processes may have together. One that must wait for the answer of the others is not
 * read meanwhile, so that no request of it begins; one beyond the limit is closed, as by `maxConnections`.
 */
export function limitConnections(server: Server, connections: Occupancy, max: number): void {
  const listeners = server.listeners("connection");
  server.removeAllListeners("connection");
  const admit = (socket: Socket) => {
    socket.once("close", () => connections.leave());
    for (const listener of listeners) listener.call(server, socket);
  };
  const settle = (socket: Socket, isIn: boolean) => {
    if (isIn && !socket.destroyed) return admit(socket);
    if (isIn) connections.leave();
    socket.destroy();
  };
  server.on("connection", (socket: Socket) => {
    const entered = connections.enter(max);
    if (!(entered instanceof Promise)) return settle(socket, entered);
    const ignore = () => undefined;
    socket.on("error", ignore);
    void entered.then((isIn) => {
      socket.off("error", ignore);
      settle(socket, isIn);
    });
  });
}
