/** Counts what is in progress: the chat requests over HTTP and sockets together, or the connections. */
export type Occupancy = {
  /** Counts one more. False: `max` are in progress already, and this one is not counted. A promise where other processes must be asked. */
  readonly enter: (max: number) => boolean | Promise<boolean>;
  /** Counts one less. */
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
