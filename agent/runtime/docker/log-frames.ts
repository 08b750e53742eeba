const headerBytes = 8;

/**
 * What a container without a terminal wrote, frame by frame: one byte for the stream, three empty ones, four for the
 * length, then the output (Docker Engine API, "Attach to a container", stream format).
 */
export function logFrames(bytes: Buffer): string[] {
  const frames: string[] = [];
  for (let at = 0; at + headerBytes <= bytes.length; ) {
    const end = at + headerBytes + bytes.readUInt32BE(at + 4);
    frames.push(bytes.toString("utf8", at + headerBytes, end));
    at = end;
  }
  return frames;
}
