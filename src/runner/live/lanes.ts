/**
 * Works through `items` in their order, at most `width` at once in each lane, and returns the results in the order of
 * the items. Rejects with the first error of `work`, once the work under way has ended.
 */
export async function inLanes<Item, Result>({
  items,
  laneOf,
  width,
  work,
}: {
  readonly items: readonly Item[];
  readonly laneOf: (item: Item) => string;
  readonly width: number;
  readonly work: (item: Item) => Promise<Result>;
}): Promise<readonly Result[]> {
  const lanes = new Map<string, { readonly item: Item; readonly index: number }[]>();
  items.forEach((item, index) => {
    const lane = laneOf(item);
    const queue = lanes.get(lane);
    if (queue === undefined) lanes.set(lane, [{ item, index }]);
    else queue.push({ item, index });
  });
  const results = new Map<number, Result>();
  const worker = async (queue: { readonly item: Item; readonly index: number }[]): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      results.set(next.index, await work(next.item));
    }
  };
  const workers = [...lanes.values()].flatMap((queue) =>
    Array.from({ length: Math.max(1, width) }, () => worker(queue)),
  );
  const failed = (await Promise.allSettled(workers)).find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
