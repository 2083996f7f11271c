// Hocuspocus as its documentation starts it, without a database. FLUSH_DELAY: milliseconds in which it gathers what it
// sends, its own setting; 0 is its default: what came in one turn of the event loop.
import { Server } from "@hocuspocus/server";

const server = new Server({
  address: "127.0.0.1",
  port: Number(process.env.PORT),
  flushDelay: Number(process.env.FLUSH_DELAY ?? 0),
  quiet: true,
});
await server.listen();
