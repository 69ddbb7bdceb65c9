import { cutRecordings } from "./cuts/door.js";

// `npm run cuts -- FOLDER… [--api responses|messages] [--flips N]` cuts every whole stream of either dialect in recordings at every byte
// before its terminal event is whole (each beginning must be truncated), and damages every event of it: one bit of N of its bytes flipped,
// the event dropped, doubled, swapped with the next, a byte-order mark or a carriage return put into its middle.
//
// Damage can be seen where the stream says a thing twice: events that repeat a text or a reply whole, numbers of events, ids, names of
// events, JSON, the order of beginnings and ends. It cannot be seen where it changes what nothing repeats; `dialect-claims.ts` of
// `test/support` lists each such kind with the reason. Damage after which the reply says the same is no loss, and needs no finding.
//
// Exits with 1 where a cut is read as whole, or damage outside that list goes unnoticed. The suite keeps a sample of it
// (`test/corpus-2-streams.test.ts`).

process.exit(await cutRecordings(process.argv.slice(2)));
