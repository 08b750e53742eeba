/**
 * A number for each item. `Float64Array.from` goes over an iterator, which leaves an object behind for every one of a
 * million items.
 */
export function numbersOf<T>(items: readonly T[], number: (item: T, index: number) => number): Float64Array {
  const numbers = new Float64Array(items.length);
  for (let index = 0; index < items.length; index++) numbers[index] = number(items[index] as T, index);
  return numbers;
}

/**
 * The indexes of numbers from 0 to 1 (below it) in ascending order. Each number and its index are one double, the number
 * cut to the bits that the index leaves: sorting those needs no comparison function, which takes memory with each call
 * and nearly twice the time.
 * @param compare the exact order, by index; asked only about numbers that are alike in those bits.
 */
export function ascending(numbers: Float64Array, compare: (a: number, b: number) => number): Uint32Array {
  const indexes = 2 ** Math.ceil(Math.log2(numbers.length + 1));
  const steps = 2 ** 53 / indexes;
  const packed = numbers.map((number, index) => Math.floor(number * steps) * indexes + index).sort();
  const order = new Uint32Array(packed.length);
  for (let at = 0; at < packed.length; at++) order[at] = (packed[at] ?? 0) % indexes;
  const stepAt = (at: number) => Math.floor((packed[at] ?? Number.NaN) / indexes);
  for (let start = 0; start < order.length; ) {
    const step = stepAt(start);
    let end = start + 1;
    while (stepAt(end) === step) end += 1;
    if (end - start > 1) order.subarray(start, end).sort(compare);
    start = end;
  }
  return order;
}
