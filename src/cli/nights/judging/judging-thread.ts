import { answerOrders } from "../../../library/threads/answer-orders.js";
import { type RunPlaces, saidLines } from "./run-lines.js";

/** The other thread: judges one run after the other. */
export function answerRuns(): void {
  answerOrders((places: RunPlaces) => (path: string) => saidLines(path, places));
}
