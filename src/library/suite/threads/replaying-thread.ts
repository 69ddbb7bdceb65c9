import { fenceNetwork } from "../../../wire/transport/fence.js";
import { answerOrders } from "../../threads/answer-orders.js";
import { type Batch, type ReplayTask, replayBatches } from "./replay-batch.js";

/** The other thread: replays one batch of cases after the other, with no network, and sends back their trials and verdicts. */
export function answerReplays(): void {
  fenceNetwork();
  answerOrders((task: ReplayTask) => {
    const work = replayBatches(task, new AbortController().signal);
    return (batch: Batch) => work(batch);
  });
}
