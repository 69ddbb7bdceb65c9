import type { ChatEvent } from "../../chat/event.js";

/**
 * Follows one attempt for what it reports. A meter beside the events and not a wrapper round them, which would cost a promise for each
 * event that is awaited.
 */
export type Meter = {
  /** Takes each event once, in order. Returns it, a usage perhaps with its cost. */
  readonly seen: (event: ChatEvent) => ChatEvent;
  /** Nobody reads any further. Has no effect after the last event. */
  readonly end: () => void;
};

/** A meter that counts nothing. */
export const noMeter: Meter = { seen: (event) => event, end: () => undefined };
