import { noteCheck } from "./note-check.js";

/** A Converse stream ends with its metadata event. */
export const streamMetadata = noteCheck("stream/metadata", "a stream ends with its metadata", "metadata-missing");
