import type * as z from "zod/mini";

/** A request as data: both sides check parameters and result against it. */
export interface RequestType<Params, Result> {
  readonly method: string;
  readonly params: z.ZodMiniType<Params>;
  readonly result: z.ZodMiniType<Result>;
}

export interface NotificationType<Params> {
  readonly method: string;
  readonly params: z.ZodMiniType<Params>;
}

export function request<P extends z.ZodMiniType, R extends z.ZodMiniType>(
  method: string,
  params: P,
  result: R,
): RequestType<z.infer<P>, z.infer<R>> {
  return { method, params, result } as RequestType<z.infer<P>, z.infer<R>>;
}

export function notification<P extends z.ZodMiniType>(method: string, params: P): NotificationType<z.infer<P>> {
  return { method, params } as NotificationType<z.infer<P>>;
}
