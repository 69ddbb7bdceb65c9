import { parentPort, workerData } from "node:worker_threads";
import type { Found } from "../../../recordings/walk-files.js";
import { passError } from "../../passed-error.js";
import { allSteps } from "../steps/read-steps.js";
import type { Step } from "../steps/step.js";
import { startTask, type Task } from "./task.js";
import type { Answer, Order } from "./thread.js";

/** The other thread: reads one batch of files after the other, and sends back its steps. */
export function answerBatches(): void {
  const port = parentPort;
  if (port === null) throw new TypeError("this is no thread");
  const { task }: { readonly task: Task } = workerData;
  const { reading, making } = startTask(task);
  const send = (message: Answer<readonly Step<unknown, unknown>[]>): void => port.postMessage(message);
  let before = Promise.resolve();
  port.on("message", ({ number, batch }: Order<readonly Found[]>) => {
    before = before
      .then(() => allSteps(batch, reading, making))
      .then(
        (result) => send({ number, result }),
        (error: unknown) => send({ number, failure: passError(error) }),
      );
  });
}
