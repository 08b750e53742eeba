import { Transform } from "node:stream";

/** A socket hands a server's answer over eight kilobytes at a time, and everything after it costs by the piece. */
const pieceBytes = 128 * 1024;

/**
 * A stream that hands bytes on in larger pieces.
 * @param seen told of the length of all that comes, at once.
 */
export function gather(seen: (bytes: number) => void): Transform {
  let held: Buffer[] = [];
  let bytes = 0;
  const take = () => {
    const piece = held.length === 1 && held[0] ? held[0] : Buffer.concat(held, bytes);
    held = [];
    bytes = 0;
    return piece;
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen(chunk.length);
      held.push(chunk);
      bytes += chunk.length;
      if (bytes < pieceBytes) done();
      else done(null, take());
    },
    flush(done) {
      if (bytes === 0) done();
      else done(null, take());
    },
  });
}
