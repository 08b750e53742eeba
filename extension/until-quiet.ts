/**
 * Makes work that is wanted again and again into one that never runs beside itself: whoever wants it in the middle of it
 * waits for one more round, which all of them share.
 * @param work must not reject.
 */
export function untilQuiet(work: () => Promise<void>): () => Promise<void> {
  let going: Promise<void> | undefined;
  let again = false;
  const rounds = async () => {
    do {
      again = false;
      await work();
    } while (again);
  };
  return () => {
    again = going !== undefined;
    going ??= rounds().finally(() => {
      going = undefined;
    });
    return going;
  };
}
