/** Counts the chat requests in progress, over HTTP and sockets together. */
export type Occupancy = {
  /** Counts one more request. False: `max` are in progress already, and this one is not counted. */
  readonly enter: (max: number) => boolean;
  /** Counts one request less. */
  readonly leave: () => void;
};

/** A count that starts at 0. */
export function createOccupancy(): Occupancy {
  let active = 0;
  return {
    enter: (max) => {
      if (active >= max) return false;
      active += 1;
      return true;
    },
    leave: () => {
      active -= 1;
    },
  };
}
