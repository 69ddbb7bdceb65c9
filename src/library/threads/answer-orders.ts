import { parentPort, workerData } from "node:worker_threads";
import { passError } from "../passed-error.js";
import type { Answer, Order } from "./thread.js";

/** The other thread: makes its work of what it was given, does one order after the other, and sends back what came of each. */
export function answerOrders<Data, Batch, Result>(begin: (data: Data) => (batch: Batch) => Promise<Result>): void {
  const port = parentPort;
  if (port === null) throw new TypeError("this is no thread");
  const { data }: { readonly data: Data } = workerData;
  const work = begin(data);
  const send = (message: Answer<Result>): void => port.postMessage(message);
  let before = Promise.resolve();
  port.on("message", ({ number, batch }: Order<Batch>) => {
    before = before
      .then(() => work(batch))
      .then(
        (result) => send({ number, result }),
        (error: unknown) => send({ number, failure: passError(error) }),
      );
  });
}
