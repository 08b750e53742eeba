import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** As large as the space for new objects gets; by itself it grows to a hundred megabytes, most of them empty. */
const enoughBytes = 8_000_000;

const pauseMs = 10;

/**
 * Stops the growth of V8's space for new objects once it is large enough for a subset of any size. `node
 * --max-semi-space-size` would do the same, but a command does not choose how it is started. V8 reads this flag each
 * time that the space grows.
 * @returns ends the watch.
 */
export function boundMemory(): () => void {
  const watch = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
    if ((young?.space_size ?? 0) < enoughBytes) return;
    setFlagsFromString("--semi-space-growth-factor=1");
    clearInterval(watch);
  }, pauseMs);
  watch.unref();
  return () => clearInterval(watch);
}
