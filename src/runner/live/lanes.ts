/**
 * Works through `items` in their order, at most `widthOf` at once in each lane, and returns the results in the order of the items. After an
 * error of `work` nothing more is started: rejects with it once the work under way has ended. `isStopped`: asked before each item; once it
 * is true nothing more is started either, and the results are those that were made.
 */
export async function inLanes<Item, Result>({
  items,
  laneOf,
  widthOf,
  work,
  isStopped = () => false,
}: {
  readonly items: readonly Item[];
  readonly laneOf: (item: Item) => string;
  /** Of the lane of an item. */
  readonly widthOf: (item: Item) => number;
  readonly work: (item: Item) => Promise<Result>;
  readonly isStopped?: () => boolean;
}): Promise<readonly Result[]> {
  const lanes = new Map<string, { readonly item: Item; readonly index: number }[]>();
  items.forEach((item, index) => {
    const lane = laneOf(item);
    const queue = lanes.get(lane);
    if (queue === undefined) lanes.set(lane, [{ item, index }]);
    else queue.push({ item, index });
  });
  const results = new Map<number, Result>();
  let hasFailed = false;
  const worker = async (queue: { readonly item: Item; readonly index: number }[]): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !hasFailed && !isStopped(); next = queue.shift()) {
      try {
        results.set(next.index, await work(next.item));
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  const workers = [...lanes.values()].flatMap((queue) => {
    const [first] = queue;
    const width = first === undefined ? 0 : Math.max(1, widthOf(first.item));
    return Array.from({ length: width }, () => worker(queue));
  });
  const failed = (await Promise.allSettled(workers)).find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
