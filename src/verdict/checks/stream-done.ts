import { noteCheck } from "./note-check.js";

/** A stream says that it is done (`[DONE]`) after its last chunk. */
export const streamDone = noteCheck("stream/done", "a stream says that it is done", "done-missing");
