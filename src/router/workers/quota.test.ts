import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Lease } from "./lease.js";
import { Quota } from "./quota.js";

/** Workers and their primary, whose messages are delivered when the test says so, in the order of each sender. */
function crew(max: number, count: number) {
  const posts: (() => void)[][] = [];
  const patience: (() => void)[] = [];
  const quota = new Quota<number>(max, {
    grant: (worker, given) => posts[worker]?.push(() => leases[worker]?.take(given)),
    recall: (worker, round) => posts[worker]?.push(() => leases[worker]?.recall(round)),
    owe: (worker, isOwed) => posts[worker]?.push(() => leases[worker]?.owe(isOwed)),
    afterPatience: (run) => patience.push(run),
  });
  const leases = Array.from({ length: count }, (_, worker) => {
    const toPrimary: (() => void)[] = [];
    posts[worker] = [];
    posts[count + worker] = toPrimary;
    quota.join(worker);
    return new Lease({
      ask: () => toPrimary.push(() => quota.ask(worker)),
      giveBack: (given) => toPrimary.push(() => quota.takeBack(worker, given)),
      spare: (given, round) => toPrimary.push(() => quota.answer(worker, given, round)),
    });
  });
  const settled: { readonly worker: number; readonly isIn: boolean }[] = [];
  return {
    quota,
    patience,
    settled,
    /** Delivers the next message of one of the queues. */
    deliver: (at: number) => posts[at % posts.length]?.shift()?.(),
    enter: (worker: number) => {
      const entered = leases[worker]?.enter();
      if (entered instanceof Promise) void entered.then((isIn) => settled.push({ worker, isIn }));
      else settled.push({ worker, isIn: entered === true });
    },
    leave: (worker: number) => leases[worker]?.leave(),
    deliverAll: async () => {
      do {
        for (const post of posts) post.shift()?.();
        await Promise.resolve();
      } while (posts.some(({ length }) => length > 0));
      await new Promise(setImmediate);
    },
    forget: (worker: number) => {
      posts[worker]?.splice(0);
      posts[count + worker]?.splice(0);
      quota.leave(worker);
    },
  };
}

const inside = (settled: readonly { readonly isIn: boolean }[]) => settled.filter(({ isIn }) => isIn).length;

describe("a limit that several workers share", () => {
  test.each([1, 2, 7, 10, 2_000])("lets in exactly %i, however they come", async (max) => {
    const { enter, deliverAll, settled } = crew(max, 4);
    for (let at = 0; at < max + 9; at += 1) {
      enter(at % 3);
      if (at % 5 === 0) await deliverAll();
    }
    await deliverAll();
    expect([settled.length, inside(settled)]).toEqual([max + 9, max]);
  });

  test("holds at every moment, and refuses only a full house", async () => {
    const step = fc.record({ kind: fc.constantFrom("enter", "leave", "deliver"), at: fc.nat({ max: 5 }) });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 80 }), async (max, steps) => {
        const { enter, leave, deliver, deliverAll, settled } = crew(max, 3);
        const held = [0, 0, 0];
        let [counted, everFull] = [0, false];
        const count = () => {
          for (; counted < settled.length; counted += 1) {
            const { worker = 0, isIn } = settled[counted] ?? {};
            if (isIn === true) held[worker] = (held[worker] ?? 0) + 1;
            if (isIn === false) expect(everFull).toBe(true);
            const all = held.reduce((a, b) => a + b, 0);
            expect(all).toBeLessThanOrEqual(max);
            everFull ||= all === max;
          }
        };
        for (const { kind, at } of steps) {
          const worker = at % 3;
          if (kind === "enter") enter(worker);
          else if (kind === "deliver") deliver(at);
          else if ((held[worker] ?? 0) > 0) {
            held[worker] = (held[worker] ?? 0) - 1;
            leave(worker);
          }
          await Promise.resolve();
          count();
        }
        await deliverAll();
        count();
        expect(settled.length).toBe(steps.filter(({ kind }) => kind === "enter").length);
      }),
      { numRuns: 200 },
    );
  });

  test("gives to one what another no longer uses", async () => {
    const { enter, leave, deliverAll, settled } = crew(2, 2);
    enter(0);
    enter(0);
    await deliverAll();
    leave(0);
    leave(0);
    enter(1);
    enter(1);
    await deliverAll();
    expect(inside(settled)).toBe(4);
  });

  test("has back what a worker held that has ended, also while it was asked", async () => {
    const { enter, deliverAll, settled, forget } = crew(2, 2);
    enter(0);
    enter(0);
    await deliverAll();
    enter(1);
    forget(0);
    await deliverAll();
    enter(1);
    await deliverAll();
    expect(inside(settled)).toBe(4);
  });

  test("does not wait longer than its patience for a worker that is blocked", async () => {
    const { enter, deliver, deliverAll, settled, patience } = crew(2, 2);
    enter(0);
    await deliverAll();
    enter(1);
    enter(1);
    // What worker 1 has asked arrives; worker 0 reads nothing.
    for (let time = 0; time < 9; time += 1) {
      deliver(3);
      deliver(1);
      await Promise.resolve();
    }
    for (const run of patience) run();
    for (let time = 0; time < 9; time += 1) {
      deliver(1);
      await Promise.resolve();
    }
    expect([settled.length, inside(settled)]).toEqual([3, 2]);
  });

  test("becomes smaller as those inside leave, and larger at once", async () => {
    const { quota, enter, leave, deliverAll, settled } = crew(4, 2);
    for (const worker of [0, 0, 1, 1]) enter(worker);
    await deliverAll();
    quota.setMax(2);
    await deliverAll();
    leave(0);
    leave(1);
    await deliverAll();
    enter(0);
    await deliverAll();
    expect(settled.at(-1)).toEqual({ worker: 0, isIn: false });
    leave(1);
    await deliverAll();
    enter(0);
    await deliverAll();
    expect(settled.at(-1)).toEqual({ worker: 0, isIn: true });
    quota.setMax(3);
    await deliverAll();
    enter(1);
    await deliverAll();
    expect(settled.at(-1)).toEqual({ worker: 1, isIn: true });
  });
});
