/** Counts the chat requests that are under way, over HTTP and sockets together. */
export type Occupancy = {
  /** False: as many as may be are under way already, and this one does not count. */
  readonly enter: (most: number) => boolean;
  readonly leave: () => void;
};

export function createOccupancy(): Occupancy {
  let underWay = 0;
  return {
    enter: (most) => {
      if (underWay >= most) return false;
      underWay += 1;
      return true;
    },
    leave: () => {
      underWay -= 1;
    },
  };
}

/** What a client learns that comes when the router is full. */
export const fullMessage = "as many requests are under way as may be; try again later";
