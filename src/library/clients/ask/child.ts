import { fenceNetwork } from "../../../wire/transport/fence.js";
import { type Load, type Order, openScreen, type Task } from "./asked.js";
import { asks } from "./asks.js";

/**
 * The other process: asks what it is told to, one task after the other, with every connection beyond loopback refused, and sends
 * back what the client showed. Ends with its parent.
 */
export function answerOrders(load: Load): void {
  fenceNetwork();
  let show = (): void => undefined;
  process.on("disconnect", () => process.exit());
  // A promise that a client left behind belongs to the reply before: it must not end the next one.
  process.on("unhandledRejection", () => undefined);
  process.on("message", (order: Order) => {
    if (order.kind === "stop") show();
    else show = ask(load, order.task);
  });
}

/** Returns a function that sends what there is, without waiting for the client. */
function ask(load: Load, task: Task): () => void {
  const { screen, shown } = openScreen();
  let isSent = false;
  const send = (): void => {
    if (!isSent) process.send?.(shown);
    isSent = true;
  };
  const way = asks[task.client];
  const asking =
    way === undefined ? Promise.reject(new TypeError(`no client ${task.client}`)) : way(load, task, screen);
  void asking.catch(screen.error).then(() => {
    shown.ended = true;
    send();
  });
  return send;
}
