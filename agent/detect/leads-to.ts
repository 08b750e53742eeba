/** Whether a value of an environment is the address of a host: `redis`, `redis:6379`, `kv://user@redis/0`, `a:1,redis:2`. */
export function leadsTo(value: string, host: string): boolean {
  return value.split(",").some((one) => {
    const place =
      one
        .replace(/^\w[\w+.-]*:\/\//, "")
        .split("@")
        .at(-1) ?? "";
    return place.split(/[:/]/)[0] === host;
  });
}
