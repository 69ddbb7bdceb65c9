import type { Found } from "../../../recordings/walk-files.js";
import { answerOrders } from "../../threads/answer-orders.js";
import { allSteps } from "../steps/read-steps.js";
import { startTask, type Task } from "./task.js";

/** The other thread: reads one batch of files after the other, and sends back its steps. */
export function answerBatches(): void {
  answerOrders((task: Task) => {
    const { reading, making } = startTask(task);
    return (batch: readonly Found[]) => allSteps(batch, reading, making);
  });
}
